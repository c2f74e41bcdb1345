package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What putting the files in force would do, or has done, for those who decide about it.
 *
 * @param catalog the version in force before; 0 when there was none
 * @param next the version that the files make; that in force when they are what it was made of
 * @param steps in their order
 * @param obstacles why it cannot be done, whatever is consented to
 * @param consent what has to be said first, each a word and a subject: {@code drop vehicle.color}
 */
public record PlanReport(long catalog, long next, List<Step> steps, List<String> obstacles, List<String> consent) {

    /**
     * One step.
     *
     * @param action what is done, such as {@code add-field}
     * @param subject to what: a model, {@code model.field} or {@code model.relationship}
     * @param text one sentence
     * @param effect {@code instant}, {@code scan} (beside running traffic) or {@code rewrite} (everybody waits)
     * @param rows how many records or links there are
     * @param loses whether values are lost that the database has now
     * @param consent what has to be said for it, or null
     * @param broken how many records are in the way
     * @param examples the ids of up to ten of them
     */
    public record Step(
            String action,
            String subject,
            String text,
            String effect,
            long rows,
            boolean loses,
            @Nullable String consent,
            long broken,
            List<String> examples) {

        private static Step of(Assessment one) {
            return new Step(
                    one.step().action().word(),
                    one.step().subject(),
                    one.step().text(),
                    one.rows() == 0 ? "instant" : one.step().effect().word(),
                    one.rows(),
                    one.loses(),
                    one.consent(),
                    one.broken(),
                    one.examples());
        }

        private Map<String, @Nullable Object> toMap() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("action", action);
            map.put("subject", subject);
            map.put("text", text);
            map.put("effect", effect);
            map.put("rows", rows);
            map.put("loses", loses);
            if (consent != null) {
                map.put("consent", consent);
            }
            if (broken > 0) {
                map.put("broken", broken);
                map.put("examples", examples);
            }
            return map;
        }
    }

    static PlanReport of(Plan plan) {
        return new PlanReport(
                plan.before() == null ? 0 : plan.before().version(),
                plan.next().version(),
                plan.steps().stream().map(Step::of).toList(),
                plan.obstacles(),
                plan.missing(Set.of()));
    }

    /** As JSON has it. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("catalog", catalog);
        map.put("next", next);
        map.put("steps", steps.stream().map(Step::toMap).toList());
        map.put("obstacles", obstacles);
        map.put("consent", consent);
        return map;
    }
}
