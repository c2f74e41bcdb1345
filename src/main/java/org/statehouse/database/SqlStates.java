package org.statehouse.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's error codes mean to a caller. */
public final class SqlStates {
    /** admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, idle_in_transaction_session_timeout. */
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "53300", "25P03");

    /** undefined_column, undefined_table, feature_not_supported (a prepared plan whose result has changed). */
    private static final Set<String> ANOTHER_TABLE = Set.of("42703", "42P01", "0A000");

    /** disk_full. */
    private static final String DISK_FULL = "53100";

    /** internal_error; a file at the limit that the system sets for files has no code of its own, but a text (EFBIG). */
    private static final String INTERNAL = "XX000";

    private static final String FILE_FULL = "File too large";

    /** How deep chains of causes are followed. */
    private static final int MAX_DEPTH = 16;

    private SqlStates() {}

    /**
     * True if the database could not be reached, ended the connection, or the pool had none to give: the caller may try
     * again later. What was sent on that connection may or may not have been committed.
     *
     * @see <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">PostgreSQL: error codes</a>
     */
    public static boolean isConnectionLost(SQLException exception) {
        Throwable cause = exception;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isLost(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** True if there is no room to write more; nothing of the statement was done. Reads need none. */
    public static boolean isStorageFull(SQLException exception) {
        String state = exception.getSQLState();
        return DISK_FULL.equals(state)
                || (INTERNAL.equals(state)
                        && String.valueOf(exception.getMessage()).contains(FILE_FULL));
    }

    /** True if the statement names a table or column that is gone, or was prepared for one that is another now. */
    public static boolean isOfAnotherTable(SQLException exception) {
        return ANOTHER_TABLE.contains(String.valueOf(exception.getSQLState()));
    }

    private static boolean isLost(Throwable cause) {
        if (cause instanceof SQLTransientConnectionException || cause instanceof SQLRecoverableException) {
            return true;
        }
        if (cause instanceof SQLException sql && isLostState(sql.getSQLState())) {
            return true;
        }
        return isPoolTimeout(cause);
    }

    private static boolean isLostState(@Nullable String state) {
        return state != null && (state.startsWith("08") || GONE.contains(state));
    }

    /** The container's pool says so by the name of an exception class and by its message alone. */
    private static boolean isPoolTimeout(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause.getClass().getSimpleName().equals("PoolingException")
                || message.contains("Error in allocating a connection")
                || message.contains("No available resources and wait time");
    }
}
