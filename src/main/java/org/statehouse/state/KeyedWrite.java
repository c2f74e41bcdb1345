package org.statehouse.state;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.log.LogPositions;
import org.statehouse.log.Position;

/** A write with an Idempotency-Key: a unit of work that takes the key first and keeps the answer last. */
final class KeyedWrite {

    private final KeptAnswers kept;
    private final TransactionManager transactions;
    private final LogPositions positions;
    private final RequestKey key;

    KeyedWrite(KeptAnswers kept, TransactionManager transactions, LogPositions positions, RequestKey key) {
        this.kept = kept;
        this.transactions = transactions;
        this.positions = positions;
        this.key = key;
    }

    /** Tells the caller what was done; {@code position} is null when nothing had to change. */
    @FunctionalInterface
    interface Telling<T> {
        Answer of(T done, @Nullable String position);
    }

    /** What one run of the unit comes to: an earlier answer, or what was done, and then what is told of it. */
    private static final class Run<T> {
        private @Nullable Answer earlier;
        private @Nullable T done;
        private @Nullable Answer told;
    }

    <T> Answered run(Caller caller, long catalogVersion, TransactionManager.Work<T> work, Telling<T> telling)
            throws SQLException {
        LogPositions.Texts texts = positions.texts();
        TransactionManager.Committed<Run<T>> committed = transactions.run(
                caller,
                catalogVersion,
                unit -> {
                    Run<T> run = new Run<>();
                    run.earlier = kept.claim(unit, key);
                    if (run.earlier == null) {
                        Failpoint.KEY_CLAIMED.reach();
                        run.done = work.run(unit);
                    }
                    return run;
                },
                (unit, closing) -> keep(unit, closing, texts, telling));
        Run<T> run = committed.result();
        if (run.earlier != null) {
            kept.meter().replayed();
            return new Answered(run.earlier, true);
        }
        if (run.told == null) {
            throw new IllegalStateException("A write that is committed has an answer");
        }
        kept.meter().kept();
        if (committed.position() != null) {
            positions.ofWrite(committed.position());
        }
        return new Answered(run.told, false);
    }

    private <T> void keep(
            UnitOfWork unit, TransactionManager.Committed<Run<T>> closing, LogPositions.Texts texts, Telling<T> telling)
            throws SQLException {
        Run<T> run = closing.result();
        if (run.done == null) {
            return;
        }
        Position position = closing.position();
        run.told = telling.of(run.done, position == null ? null : texts.of(position));
        kept.keep(unit, key, run.told);
        Failpoint.ANSWER_KEPT.reach();
    }
}
