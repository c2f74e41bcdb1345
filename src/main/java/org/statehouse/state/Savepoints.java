package org.statehouse.state;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/** Steps of a unit of work that may fail without it: the database goes back, and the changes are forgotten. */
final class Savepoints {

    private Savepoints() {}

    /** What keeps a step from being done as a row's own faults; none when it was done. Other failures are thrown. */
    static List<Violation> attempt(UnitOfWork unit, Model model, UnitOfWork.Part step) throws SQLException {
        try {
            unit.savepoint(step);
            return List.of();
        } catch (SQLException failure) {
            ProblemException problem = isRowsOwn(failure) ? problemOf(unit, model, failure) : null;
            if (problem == null) {
                throw failure;
            }
            return BatchBodies.violations(problem.problem());
        } catch (ProblemException problem) {
            return BatchBodies.violations(problem.problem());
        }
    }

    private static @Nullable ProblemException problemOf(UnitOfWork unit, Model model, SQLException failure)
            throws SQLException {
        return PendingRules.isAbout(failure)
                ? PendingRules.problemOf(unit.connection(), model, failure)
                : RecordRules.problemOf(model, failure);
    }

    /** A constraint or a value, rather than a deadlock, a race or the connection. */
    private static boolean isRowsOwn(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22")
                || state.equals(RecordRules.TOO_BIG)
                || (state.startsWith("23") && !state.equals("23503"));
    }
}
