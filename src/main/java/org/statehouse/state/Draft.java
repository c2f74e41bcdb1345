package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * A record as it would be after a write.
 *
 * @param values all fields
 * @param changed those whose value differs from the current record's; for a create, all
 * @param illegal the step that the lifecycle does not have, if the write takes one
 * @param violations broken rules, as far as they can be known without the database
 */
record Draft(
        Map<String, @Nullable Object> values,
        List<Field> changed,
        List<Violation> violations,
        @Nullable Transition illegal) {

    /** A change that the write path makes by itself, such as that of a reference to a deleted record. */
    Draft(Map<String, @Nullable Object> values, List<Field> changed, List<Violation> violations) {
        this(values, changed, violations, null);
    }

    /** A new record: absent fields take their default. */
    static Draft create(Model model, RecordBody body) {
        refuseSystemMembers(model, body, null);
        Map<String, @Nullable Object> values = withDefaults(model, body.values());
        return new Draft(
                values,
                List.copyOf(model.fields().values()),
                violations(model, model.fields().keySet(), values, body),
                Transition.illegal(model, null, values));
    }

    /** The current record with some fields changed, and objects of JSON fields merged (RFC 7396). */
    static Draft patch(RecordRow current, RecordBody body) {
        RecordBody whole = body.mergedInto(current);
        Map<String, @Nullable Object> values = new LinkedHashMap<>(current.values());
        values.putAll(whole.values());
        return of(current, values, whole);
    }

    /** The current record with all fields replaced, but for absent ones that are written only: no reader could give them. */
    static Draft replace(RecordRow current, RecordBody body) {
        Map<String, @Nullable Object> values = withDefaults(current.model(), body.values());
        for (Field field : current.model().fields().values()) {
            if (field.type().writeOnly() && !body.values().containsKey(field.name())) {
                values.put(field.name(), current.values().get(field.name()));
            }
        }
        return of(current, values, body);
    }

    private static Draft of(RecordRow current, Map<String, @Nullable Object> values, RecordBody body) {
        Model model = current.model();
        refuseSystemMembers(model, body, current);
        List<Field> changed = model.fields().values().stream()
                .filter(field -> !Objects.equals(
                        values.get(field.name()), current.values().get(field.name())))
                .toList();
        Set<String> names = changed.stream().map(Field::name).collect(Collectors.toSet());
        return new Draft(
                values,
                changed,
                violations(model, names, values, body),
                Transition.illegal(model, current.values(), values));
    }

    private static List<Violation> violations(
            Model model, Set<String> names, Map<String, @Nullable Object> values, RecordBody body) {
        List<Violation> all = new ArrayList<>(body.faults());
        Set<String> faulty = body.faults().stream().map(Violation::field).collect(Collectors.toSet());
        all.addAll(RecordValidation.check(model, names, values, faulty));
        return all;
    }

    /** Values for all fields: those that were given, else the defaults, else null. */
    static Map<String, @Nullable Object> withDefaults(Model model, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> values =
                new LinkedHashMap<>(model.fields().size() * 2);
        for (Field field : model.fields().values()) {
            values.put(field.name(), given.containsKey(field.name()) ? given.get(field.name()) : defaultOf(field));
        }
        return values;
    }

    private static @Nullable Object defaultOf(Field field) {
        try {
            return field.fromJson(field.defaultValue());
        } catch (ValueFault fault) {
            throw new IllegalStateException("The catalog has a default that does not fit: " + field.name(), fault);
        }
    }

    private static void refuseSystemMembers(Model model, RecordBody body, @Nullable RecordRow current) {
        List<Violation> errors = readOnly(model, body, current);
        if (!errors.isEmpty()) {
            throw Problem.of(
                            ProblemType.READ_ONLY_FIELD,
                            "Leave out what the server sets, or send it unchanged: "
                                    + errors.stream()
                                            .map(error -> String.valueOf(error.field()))
                                            .collect(Collectors.joining(", ")))
                    .with("errors", errors.stream().map(Violation::toMap).toList())
                    .exception();
        }
    }

    /** Members of a body that only the server sets, and that are not as they are. */
    static List<Violation> readOnly(Model model, RecordBody body, @Nullable RecordRow current) {
        List<Violation> errors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : body.system().entrySet()) {
            String name = member.getKey();
            boolean givesId = current == null && name.equals("id") && model.idAssigned() == Model.IdAssigned.CLIENT;
            boolean unchanged = current != null
                    && Objects.equals(
                            member.getValue().isNull()
                                    ? null
                                    : member.getValue().asText(),
                            systemText(current, name));
            if (!givesId && !unchanged) {
                errors.add(Violation.of(name, "readOnly", "'" + name + "' is set by the server", Map.of()));
            }
        }
        return errors;
    }

    private static @Nullable String systemText(RecordRow row, String name) {
        return switch (name) {
            case "id" -> row.id().toString();
            case "version" -> Long.toString(row.version());
            case "createdAt" -> Timestamps.format(row.createdAt());
            case "createdBy" -> row.createdBy();
            case "updatedAt" -> Timestamps.format(row.updatedAt());
            case "updatedBy" -> row.updatedBy();
            case "deletedAt" -> row.deletedAt() == null ? null : Timestamps.format(row.deletedAt());
            case "deletedBy" -> row.deletedBy();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
