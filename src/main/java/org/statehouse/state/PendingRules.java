package org.statehouse.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.metadata.ConstraintNames;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * Rules of the next catalog that the database holds already, because the catalog is being prepared: who breaks one is told
 * so by that rule, although the catalog in force does not have it.
 */
final class PendingRules {

    private static final String FIND =
            "SELECT p.fields, p.rule, p.message FROM statehouse.pending_rule p WHERE p.name = ?";

    private PendingRules() {}

    private record Pending(List<String> fields, String rule, String message) {}

    /** Whether the constraint that has refused a write is one that is being prepared, or was when it refused. */
    static boolean isAbout(SQLException failure) {
        return ConstraintNames.isPending(constraintOf(failure));
    }

    /** Null when it is not being prepared any more: it is in force under another name, or was given up. */
    static @Nullable ProblemException problemOf(DataSource dataSource, Model model, SQLException failure) {
        try (Connection connection = dataSource.getConnection()) {
            return problemOf(connection, model, failure);
        } catch (SQLException unreachable) {
            throw new DatabaseFailure(unreachable);
        }
    }

    /** The same on a connection that can be used. */
    static @Nullable ProblemException problemOf(Connection connection, Model model, SQLException failure)
            throws SQLException {
        Pending pending = pending(connection, constraintOf(failure));
        if (pending == null) {
            return null;
        }
        if ("23505".equals(failure.getSQLState())) {
            return Problem.of(ProblemType.UNIQUE_VIOLATION, pending.message())
                    .with("model", model.name())
                    .with("fields", pending.fields())
                    .with("pending", true)
                    .exception();
        }
        String field = pending.fields().isEmpty() ? "" : pending.fields().get(0);
        Violation broken = Violation.of(field, pending.rule(), pending.message(), Map.of("pending", true));
        return Problem.invalid(List.of(broken)).with("pending", true).exception();
    }

    private static @Nullable Pending pending(Connection connection, String constraint) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, constraint);
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? new Pending(
                                List.of((String[]) row.getArray(1).getArray()), row.getString(2), row.getString(3))
                        : null;
            }
        }
    }

    private static String constraintOf(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null ? "" : String.valueOf(message.getConstraint());
    }
}
