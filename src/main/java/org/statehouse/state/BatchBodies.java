package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.Violation;

/** Rows of a file as record bodies. A CSV cell has its type's text form; a cell of links has ids with semicolons between. */
final class BatchBodies {

    private BatchBodies() {}

    static RecordBody parse(Catalog catalog, Model model, BatchRow row) {
        if (row.json() != null) {
            return RecordBody.parse(catalog, model, row.json());
        }
        Map<String, @Nullable String> cells = java.util.Objects.requireNonNull(row.cells());
        ObjectNode others = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, @Nullable String> cell : cells.entrySet()) {
            String text = unguarded(cell.getValue());
            if (model.field(cell.getKey()) == null) {
                addOther(others, model, cell.getKey(), text);
            }
        }
        RecordBody body = RecordBody.parse(catalog, model, others);
        for (Field field : model.fields().values()) {
            if (cells.containsKey(field.name())) {
                readCell(field, unguarded(cells.get(field.name())), body);
            }
        }
        return body;
    }

    /** A problem of one row as violations: its errors, or itself. */
    static List<Violation> violations(Problem problem) {
        List<Violation> violations = new ArrayList<>();
        if (problem.evidence().get("errors") instanceof List<?> errors) {
            for (Object error : errors) {
                if (error instanceof Map<?, ?> map) {
                    violations.add(new Violation(
                            String.valueOf(map.get("pointer")),
                            map.get("field") instanceof String field ? field : null,
                            String.valueOf(map.get("rule")),
                            String.valueOf(map.get("message")),
                            Map.of()));
                }
            }
        }
        if (violations.isEmpty()) {
            Object own = problem.evidence().get("field");
            String field = own instanceof String name
                    ? name
                    : problem.evidence().get("fields") instanceof List<?> fields && !fields.isEmpty()
                            ? String.valueOf(fields.get(0))
                            : null;
            String rule = switch (problem.type()) {
                case UNIQUE_VIOLATION -> "unique";
                case ILLEGAL_TRANSITION -> Transition.RULE;
                default -> problem.type().slug();
            };
            violations.add(new Violation("", field, rule, problem.detail(), Map.of()));
        }
        return violations;
    }

    /** An empty cell of links means that there are none; of a member that only the server sets, nothing. */
    private static void addOther(ObjectNode others, Model model, String name, @Nullable String text) {
        Relationship relationship = model.relationship(name);
        if (relationship != null) {
            var array = others.putArray(name);
            LinkCell.read(text == null ? "" : text).forEach(array::add);
        } else if (text != null) {
            others.set(name, TextNode.valueOf(text));
        }
    }

    private static @Nullable String unguarded(@Nullable String cell) {
        return cell == null ? null : CsvCells.unguard(cell);
    }

    private static void readCell(Field field, @Nullable String text, RecordBody body) {
        try {
            body.values().put(field.name(), text == null ? null : field.type().fromText(field, text));
        } catch (ValueFault fault) {
            body.faults()
                    .add(Violation.of(
                            field.name(), fault.rule(), field.label() + " " + fault.message(), fault.params()));
        }
    }
}
