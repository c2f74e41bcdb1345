package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings {@code min}, {@code max} and {@code step} of types with an order. */
final class Bounds {

    private Bounds() {}

    static void check(Settings settings) throws ValueFault {
        Object min = settings.values().get("min");
        Object max = settings.values().get("max");
        if (min != null && max != null && Bound.compare(min, max) > 0) {
            throw new ValueFault("min", "must not be greater than max, which is " + Literals.text(max), Map.of());
        }
        if (settings.values().get("step") instanceof Number step && step.doubleValue() <= 0) {
            throw new ValueFault("step", "must be greater than 0", Map.of());
        }
    }

    static List<Rule> rules(Settings settings) {
        List<Rule> rules = new ArrayList<>();
        Object min = settings.values().get("min");
        Object max = settings.values().get("max");
        if (min != null) {
            rules.add(new MinRule(min));
        }
        if (max != null) {
            rules.add(new MaxRule(max));
        }
        Object step = settings.values().get("step");
        if (step != null) {
            rules.add(new StepRule(step, min));
        }
        return rules;
    }

    /** A bound that JSON Schema knows for numbers only; for times it is said beside it. */
    static void describe(ObjectNode schema, String word, Object bound) {
        if (bound instanceof BigDecimal number) {
            schema.put(word, number);
        } else if (bound instanceof Long number) {
            schema.put(word, number);
        } else {
            schema.put("x-statehouse-" + word, Literals.text(bound));
        }
    }
}
