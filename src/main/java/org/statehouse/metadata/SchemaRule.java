package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import org.statehouse.problem.Violation;

/** JSON that obeys a JSON Schema. It names the places within the value that do not, the first {@link #MAX_NAMED} of them. */
record SchemaRule(InlineSchema schema) implements Rule {

    static final String CODE = "schema";

    private static final int MAX_NAMED = 100;
    /** Characters of a place that is named; of a deeper one the place above it is. */
    private static final int MAX_POINTER = 1_000;

    private static final int MAX_MESSAGE = 300;

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public String message() {
        return "does not obey its schema";
    }

    @Override
    public boolean accepts(Object value) {
        return schema.accepts(node(value));
    }

    @Override
    public List<Violation> violations(Field field, Object value) {
        return schema.faults(node(value)).stream()
                .limit(MAX_NAMED)
                .map(fault -> violation(field, fault))
                .toList();
    }

    private Violation violation(Field field, ValidationMessage fault) {
        String within = fault.getInstanceLocation().toString();
        while (within.length() > MAX_POINTER) {
            within = within.substring(0, within.lastIndexOf('/'));
        }
        String place = within.isEmpty() ? "" : " at " + within;
        String message = sentence(field.label()) + place + ": " + fault.getError();
        return new Violation(
                "/" + field.name() + within,
                field.name(),
                CODE,
                Characters.shown(message, MAX_MESSAGE),
                Map.of("keyword", fault.getType()));
    }

    private static JsonNode node(Object value) {
        return ((JsonValue) value).node();
    }
}
