package org.statehouse.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Lifecycle;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * A step from one state to another that the model's lifecycle does not have.
 *
 * @param field that holds the state
 * @param from null for a new record and for one that has no state yet
 * @param allowed the states that may follow
 */
record Transition(Model model, String field, @Nullable String from, String to, List<String> allowed) {

    /** The rule's code where a row of a file takes such a step. */
    static final String RULE = "transition";

    /**
     * The step that a write takes, if the lifecycle does not have it; null where there is none, or the value is no state,
     * which rules refuse.
     *
     * @param before the values of the current record, null for a create
     */
    static @Nullable Transition illegal(
            Model model, @Nullable Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Lifecycle lifecycle = model.lifecycle();
        Object to = lifecycle == null ? null : after.get(lifecycle.field());
        if (lifecycle == null || to == null || !lifecycle.isState(to)) {
            return null;
        }
        Object from = before == null ? null : before.get(lifecycle.field());
        List<String> allowed = lifecycle.allowed(from);
        if (Objects.equals(from, to) || allowed.contains(to.toString())) {
            return null;
        }
        return new Transition(model, lifecycle.field(), from == null ? null : from.toString(), to.toString(), allowed);
    }

    /** 409 {@code illegal-transition}. */
    Problem problem() {
        return Problem.of(ProblemType.ILLEGAL_TRANSITION, message())
                .with("model", model.name())
                .with("field", field)
                .with("from", from)
                .with("to", to)
                .with("allowed", allowed);
    }

    Violation violation() {
        Map<String, Object> params = new LinkedHashMap<>();
        if (from != null) {
            params.put("from", from);
        }
        params.put("to", to);
        params.put("allowed", allowed);
        return Violation.of(field, RULE, message(), params);
    }

    private String message() {
        String step = from == null
                ? "A record of " + model.name() + " begins as " + allowed.get(0) + ", not as " + to
                : "A record of " + model.name() + " does not go from " + from + " to " + to;
        String next = from == null
                ? ""
                : allowed.isEmpty() ? "; " + from + " is final" : "; allowed here: " + String.join(", ", allowed);
        return step + next;
    }
}
