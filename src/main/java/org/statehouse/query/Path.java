package org.statehouse.query;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.statehouse.metadata.Field;

/**
 * Where a value stands, seen from a record: an attribute of its own or, over references, of another record. It is null
 * when a reference on the way is.
 *
 * @param steps the reference fields to follow, none for the record's own attribute
 * @param attribute what is compared or sorted by
 */
public record Path(List<Field> steps, Attribute attribute) {

    public Path {
        steps = List.copyOf(steps);
    }

    /** A path that follows no reference. */
    public static Path to(Attribute attribute) {
        return new Path(List.of(), attribute);
    }

    /** As it is written: {@code customer.country}. */
    public String text() {
        return Stream.concat(steps.stream().map(Field::name), Stream.of(attribute.column()))
                .collect(Collectors.joining("."));
    }

    public boolean nullable() {
        return attribute.nullable() || steps.stream().anyMatch(step -> !step.required());
    }
}
