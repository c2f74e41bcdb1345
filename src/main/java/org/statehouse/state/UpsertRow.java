package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.Violation;

/**
 * A row that changes the record which it names, or becomes one.
 *
 * @param line in the file
 * @param key the record's id or the value of a unique field; null for a row that names none
 * @param body without the members that only the server sets, but for the id
 */
record UpsertRow(long line, @Nullable Object key, RecordBody body) {

    /**
     * Finds out what a row names. What only the server sets is no part of a row: an upsert follows no version.
     *
     * @param by the unique field that names records, null for their ids
     * @throws org.statehouse.problem.ProblemException with all faults of a row that names nothing that could be
     */
    static UpsertRow of(Model model, @Nullable Field by, long line, RecordBody body) {
        JsonNode deleted = body.system().get("deletedAt");
        if (deleted != null && !deleted.isNull()) {
            throw invalid(Violation.of(
                    "deletedAt",
                    "readOnly",
                    "The record of this row is deleted; ignore=deletedAt,deletedBy imports it as a live one",
                    Map.of()));
        }
        body.system().keySet().retainAll(Set.of("id"));
        return new UpsertRow(line, by == null ? id(model, body) : value(by, body), body);
    }

    private static @Nullable Object id(Model model, RecordBody body) {
        JsonNode given = body.system().get("id");
        if (given == null || given.isNull()) {
            body.system().clear();
            return null;
        }
        try {
            return model.idType().fromJson(given);
        } catch (ValueFault fault) {
            throw invalid(Violation.of("id", fault.rule(), "id " + fault.message(), Map.of()));
        }
    }

    private static Object value(Field by, RecordBody body) {
        Object value = body.values().get(by.name());
        if (value != null) {
            return value;
        }
        List<Violation> all = new ArrayList<>(body.faults());
        if (all.stream().noneMatch(fault -> by.name().equals(fault.field()))) {
            all.add(Violation.of(
                    by.name(), "required", by.label() + " must be given: it names the record of a row", Map.of()));
        }
        throw Problem.invalid(all).exception();
    }

    private static RuntimeException invalid(Violation violation) {
        return Problem.invalid(List.of(violation)).exception();
    }
}
