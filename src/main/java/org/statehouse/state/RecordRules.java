package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.ConstraintNames;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/** What only the database can say about values: whether references lead somewhere, and whether values are unique. */
final class RecordRules {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";
    private static final String NOT_NULL_VIOLATION = "23502";
    /** program_limit_exceeded: a row of a table has 8 KiB, in which the longest values count 18 bytes each. */
    static final String TOO_BIG = "54000";

    private RecordRules() {}

    /**
     * 409 if the lifecycle does not have the step, then 422 if there is any violation, with the references that lead nowhere
     * among them.
     */
    static void requireValid(Connection connection, Catalog catalog, Draft draft) throws SQLException {
        if (draft.illegal() != null) {
            throw draft.illegal().problem().exception();
        }
        List<Violation> violations = new ArrayList<>(draft.violations());
        if (!violations.isEmpty()) {
            violations.addAll(missingReferences(connection, catalog, draft.changed(), draft.values()));
            throw Problem.invalid(violations).exception();
        }
    }

    /** 422 if a reference leads nowhere. */
    static void requireReferences(Connection connection, Catalog catalog, Draft draft) throws SQLException {
        requireReferences(connection, catalog, draft.changed(), draft.values());
    }

    /** The same of some fields. */
    static void requireReferences(
            Connection connection, Catalog catalog, Collection<Field> fields, Map<String, @Nullable Object> values)
            throws SQLException {
        List<Violation> missing = missingReferences(connection, catalog, fields, values);
        if (!missing.isEmpty()) {
            throw Problem.invalid(missing).exception();
        }
    }

    private static List<Violation> missingReferences(
            Connection connection, Catalog catalog, Collection<Field> fields, Map<String, @Nullable Object> values)
            throws SQLException {
        List<Violation> missing = new ArrayList<>();
        for (Field field : fields) {
            Object id = values.get(field.name());
            if (id != null && field.isReference()) {
                Model target = catalog.known(field.referenced().model());
                RecordRow found = RecordStore.find(connection, target, id);
                if (found == null || !found.live()) {
                    missing.add(missingReference(field, target, id, found != null));
                }
            }
        }
        return missing;
    }

    /** @param deleted whether the record is there, but deleted; null where that is not known */
    static Violation missingReference(Field field, Model target, Object id, @Nullable Boolean deleted) {
        boolean known = Boolean.TRUE.equals(deleted);
        String why = known
                ? "is deleted"
                : deleted == null && target.softDelete() ? "does not exist or is deleted" : "does not exist";
        Map<String, Object> params = known
                ? Map.of("model", target.name(), "id", id.toString(), "deleted", true)
                : Map.of("model", target.name(), "id", id.toString());
        return Violation.of(
                field.name(),
                "exists",
                field.label() + " refers to " + target.name() + " " + id + ", which " + why,
                params);
    }

    /** 409 where a record that is deleted softly has the id that a new one brings. */
    static ProblemException heldByDeleted(Model model, Object id) {
        return Problem.of(ProblemType.UNIQUE_VIOLATION, deletedHolds(model, id))
                .with("model", model.name())
                .with("fields", List.of("id"))
                .with("deleted", true)
                .exception();
    }

    static String deletedHolds(Model model, Object id) {
        return "A deleted record of " + model.name() + " has the id " + id + "; restore it, or take another id";
    }

    /** What a constraint of the database says, as the problem that the same rule gives; null if it is something else. */
    static @Nullable ProblemException problemOf(Model model, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(UNIQUE_VIOLATION)) {
            return unique(model, constraintOf(failure));
        }
        if (state.equals(CHECK_VIOLATION) || state.equals(NOT_NULL_VIOLATION) || state.startsWith("22")) {
            String column = columnOf(failure);
            String message = "The database refuses the values of " + model.label()
                    + (column == null ? "" : " in " + column) + ": they break one of its constraints";
            return Problem.invalid(List.of(new Violation("", column, "constraint", message, Map.of())))
                    .exception();
        }
        if (state.equals(TOO_BIG)) {
            String message =
                    model.label() + " has more in it than one row of a table can hold: about 450 long texts, or"
                            + " 8,000 bytes of short values; give fewer of them values, or make two models of it";
            return Problem.invalid(List.of(new Violation("", null, "size", message, Map.of())))
                    .exception();
        }
        return null;
    }

    /** Null if the constraint is neither the primary key nor a unique key of the model. */
    private static @Nullable ProblemException unique(Model model, String constraint) {
        Model.UniqueKey key = ConstraintNames.uniqueKey(model, constraint).orElse(null);
        if (key == null && !ConstraintNames.isPrimaryKey(model, constraint)) {
            return null;
        }
        List<String> fields = key == null ? List.of("id") : key.fields();
        String message = key == null ? null : key.message();
        return Problem.of(ProblemType.UNIQUE_VIOLATION, taken(model, fields, message))
                .with("model", model.name())
                .with("fields", fields)
                .exception();
    }

    static String taken(Model model, List<String> fields, @Nullable String message) {
        return message != null
                ? message
                : "Another record of " + model.name() + " has the same " + String.join(", ", fields);
    }

    private static String constraintOf(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null ? "" : String.valueOf(message.getConstraint());
    }

    private static @Nullable String columnOf(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null ? null : message.getColumn();
    }
}
