package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Steps as people want to read them: what a field brings or takes along is a part of its coming or going. */
final class Folded {

    private static final Set<Step.Action> WITH_A_FIELD = EnumSet.of(Step.Action.ADD_RULE, Step.Action.DROP_RULE);

    private Folded() {}

    /** The steps of one table, in their order. */
    static List<Step> of(List<Step> steps) {
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            int at = WITH_A_FIELD.contains(step.action()) ? fieldOf(step, all) : -1;
            if (at < 0) {
                all.add(step);
            } else {
                all.set(at, with(all.get(at), step));
            }
        }
        return all;
    }

    private static int fieldOf(Step rule, List<Step> steps) {
        Step.Action field = rule.action() == Step.Action.ADD_RULE ? Step.Action.ADD_FIELD : Step.Action.DROP_FIELD;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).action() == field && steps.get(i).subject().equals(rule.subject())) {
                return i;
            }
        }
        return -1;
    }

    private static Step with(Step field, Step rule) {
        return new Step(
                field.action(),
                field.subject(),
                field.text(),
                field.table(),
                field.effect(),
                field.consent(),
                field.check(),
                joined(field.prepared(), rule.prepared()),
                joined(field.direct(), rule.direct()));
    }

    private static Step.Way joined(Step.Way one, Step.Way other) {
        return new Step.Way(
                Stream.concat(one.before().stream(), other.before().stream()).toList(),
                Stream.concat(one.acts().stream(), other.acts().stream()).toList());
    }
}
