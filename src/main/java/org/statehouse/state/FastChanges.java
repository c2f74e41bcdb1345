package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.ProblemException;

/**
 * Changes of one record in one statement: it compares the version and the time of the row that the change was validated
 * against. The same version of the same time is the same row, so what was validated is what is written.
 */
final class FastChanges {

    /** How often the row is read and written before it is locked instead. */
    private static final int TRIES = 5;

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final RecordSql sql;
    private final RecentRows recent;

    FastChanges(DataSource dataSource, TransactionManager transactions, RecordSql sql, RecentRows recent) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.sql = sql;
        this.recent = recent;
    }

    /** Carries it out; null when others were always faster. */
    @Nullable
    Outcome run(RecordChange change) throws SQLException {
        Outcome soon = onSeen(change);
        if (soon != null) {
            return soon;
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Outcome> written = transactions.statement(() -> Optional.ofNullable(onRead(change)));
            if (written.isPresent()) {
                return written.get();
            }
            TransactionManager.backOff(attempt);
        }
        return null;
    }

    /**
     * On the row as it was last seen here, without reading it. Null when that is not known, and when anything but a written
     * row comes of it: what is refused is refused for the row as it is now.
     */
    private @Nullable Outcome onSeen(RecordChange change) throws SQLException {
        RecordRow seen = change.condition().kind() == Precondition.Kind.VERSION
                ? recent.find(
                        sql.catalog(),
                        change.model(),
                        change.id(),
                        change.condition().version())
                : null;
        if (seen == null) {
            return null;
        }
        try {
            return transactions
                    .statement(() -> Optional.ofNullable(onSeen(change, seen)))
                    .orElse(null);
        } catch (ProblemException perhaps) {
            return null;
        }
    }

    private @Nullable Outcome onSeen(RecordChange change, RecordRow seen) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Draft draft = draft(connection, change, seen);
            return draft.changed().isEmpty() ? null : write(connection, change.caller(), seen, draft);
        }
    }

    /** On the row as it is read. Null when somebody else was faster; the next try then says what that means. */
    private @Nullable Outcome onRead(RecordChange change) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            RecordRow row = RecordStore.find(connection, change.model(), change.id());
            RecordRow current =
                    UnknownRecord.live(row, change.model(), change.id().toString());
            Draft draft = draft(connection, change, current);
            if (draft.changed().isEmpty()) {
                return new Outcome(current, null);
            }
            Outcome written = write(connection, change.caller(), current, draft);
            if (written == null) {
                RecordRules.requireReferences(connection, sql.catalog(), draft);
            }
            return written;
        }
    }

    private Draft draft(Connection connection, RecordChange change, RecordRow current) throws SQLException {
        Draft draft = change.draft(current, change.body(connection, sql.catalog(), current));
        RecordRules.requireValid(connection, sql.catalog(), draft);
        return draft;
    }

    private @Nullable Outcome write(Connection connection, Caller caller, RecordRow current, Draft draft)
            throws SQLException {
        Outcome written = FastPath.write(
                connection,
                sql.update(current.model(), draft.changed()),
                RowTarget.of(current),
                draft.values(),
                Images.before(draft.changed(), current.values()),
                caller,
                sql.catalog().version());
        recent.saw(sql.catalog(), written);
        return written;
    }
}
