package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A type whose values have one order, and whose fields may be bounded by {@code min} and {@code max}. */
interface BoundedType extends FieldType {

    @Override
    default Map<String, SettingForm> settings() {
        return Map.of("min", SettingForm.VALUE, "max", SettingForm.VALUE);
    }

    @Override
    default void check(Settings settings) throws ValueFault {
        Bounds.check(settings);
    }

    @Override
    default List<Rule> impliedRules(Settings settings) {
        return Bounds.rules(settings);
    }

    @Override
    default Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
