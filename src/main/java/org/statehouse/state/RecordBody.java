package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * A record as a caller wrote it: typed values, link arrays, and the members that only the server sets.
 *
 * @param values typed values by field name, of the fields that were given; null where null was given
 * @param links by the name of a many-to-many relationship, where an array was given
 * @param system members with system names, as they were given
 * @param faults values that their types do not take
 */
record RecordBody(
        Map<String, @Nullable Object> values,
        Map<String, List<LinkDraft>> links,
        Map<String, JsonNode> system,
        List<Violation> faults) {

    /** Ids that one link array may have. */
    static final int MAX_LINKS = 100_000;

    /** Faults of one kind that an answer names: unknown members, and wrong ids of one link array. */
    static final int MAX_NAMED = 100;

    private static final int MAX_SHOWN = 80;
    private static final int REPLACEMENT = 0xFFFD;

    /**
     * Reads a body against a model. Unknown members are 422 {@code unknown-field}, the first {@link #MAX_NAMED} of them
     * named; wrong values are kept as faults, so that they can be answered together with broken rules.
     */
    static RecordBody parse(Catalog catalog, Model model, ObjectNode body) {
        RecordBody parsed =
                new RecordBody(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            String name = member.getKey();
            Field field = model.field(name);
            Relationship relationship = model.relationship(name);
            if (!isKnown(model, name)) {
                unknown.add(name);
            } else if (field != null) {
                parsed.readField(field, member.getValue());
            } else if (RecordColumns.system(model).contains(name)) {
                parsed.system.put(name, member.getValue());
            } else if (relationship != null) {
                parsed.readLinks(catalog, relationship, member.getValue());
            }
        }
        if (!unknown.isEmpty()) {
            throw unknownFields(catalog, model, unknown);
        }
        return parsed;
    }

    private void readField(Field field, JsonNode value) {
        try {
            values.put(field.name(), field.fromJson(value));
        } catch (ValueFault fault) {
            addFault(field, fault);
        }
    }

    /** As a change of a record: JSON objects are merged with those that it has. */
    RecordBody mergedInto(RecordRow current) {
        RecordBody whole = new RecordBody(new LinkedHashMap<>(values), links, system, new ArrayList<>(faults));
        for (Field field : current.model().fields().values()) {
            Object given = values.get(field.name());
            if (given != null && field.type().structured()) {
                try {
                    whole.values.put(
                            field.name(), field.type().merged(current.values().get(field.name()), given));
                } catch (ValueFault fault) {
                    whole.values.remove(field.name());
                    whole.addFault(field, fault);
                }
            }
        }
        return whole;
    }

    private void addFault(Field field, ValueFault fault) {
        faults.add(Violation.of(field.name(), fault.rule(), field.label() + " " + fault.message(), fault.params()));
    }

    private void readLinks(Catalog catalog, Relationship relationship, JsonNode value) {
        String name = relationship.name();
        if (relationship.kind() != Relationship.Kind.MANY_TO_MANY || !relationship.owner()) {
            faults.add(Violation.of(
                    name,
                    "readOnly",
                    relationship.label() + " is set on the records of " + relationship.target(),
                    Map.of()));
            return;
        }
        if (!value.isArray() || value.size() > MAX_LINKS) {
            String message = relationship.label() + " must be an array of at most " + MAX_LINKS + " ids";
            faults.add(Violation.of(name, "type", message, Map.of("type", "array", "max", MAX_LINKS)));
            return;
        }
        Model target = catalog.known(relationship.target());
        links.put(name, new LinkReader(relationship, target, faults).array(value, "/" + name));
    }

    private static RuntimeException unknownFields(Catalog catalog, Model model, List<String> names) {
        List<String> unknown =
                names.stream().limit(MAX_NAMED).map(RecordBody::clip).toList();
        int more = names.size() - unknown.size();
        List<Map<String, @Nullable Object>> errors = names.stream()
                .limit(MAX_NAMED)
                .map(name -> unknownField(model, name).toMap())
                .toList();
        return Problem.of(
                        ProblemType.UNKNOWN_FIELD,
                        "Model " + model.name() + " has no field " + String.join(", ", unknown)
                                + (more == 0 ? "" : " and " + more + " more") + "; it has "
                                + String.join(", ", model.fields().keySet()))
                .with("errors", errors)
                .with("model", model.name())
                .with("catalog", catalog.version())
                .exception();
    }

    static boolean isKnown(Model model, String name) {
        return model.field(name) != null
                || model.relationship(name) != null
                || RecordColumns.system(model).contains(name);
    }

    static Violation unknownField(Model model, String name) {
        String shown = clip(name);
        return Violation.of(shown, "unknown", "'" + shown + "' is not a field of " + model.name(), Map.of());
    }

    /** A name as it may be shown: not endless, and text that every JSON reader takes. */
    static String clip(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(MAX_SHOWN)
                .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .forEach(shown::appendCodePoint);
        return name.codePointCount(0, name.length()) > MAX_SHOWN ? shown + "…" : shown.toString();
    }
}
