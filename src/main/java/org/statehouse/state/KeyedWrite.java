package org.statehouse.state;

import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.LogPositions;
import org.statehouse.log.Position;

/** A write with an Idempotency-Key: a unit of work that takes the key first and keeps the answer last. */
final class KeyedWrite {

    private final KeptAnswers kept;
    private final TransactionManager transactions;
    private final LogPositions positions;
    private final RequestKey key;
    private final Function<Written, Answer> answer;

    KeyedWrite(
            KeptAnswers kept,
            TransactionManager transactions,
            LogPositions positions,
            RequestKey key,
            Function<Written, Answer> answer) {
        this.kept = kept;
        this.transactions = transactions;
        this.positions = positions;
        this.key = key;
        this.answer = answer;
    }

    /** What one run of the unit comes to. */
    private static final class Run {
        private @Nullable Answer earlier;
        private @Nullable Outcome outcome;
        private @Nullable Answer own;
    }

    Answered run(Caller caller, long catalogVersion, TransactionManager.Work<Outcome> work) throws SQLException {
        LogPositions.Texts texts = positions.texts();
        TransactionManager.Committed<Run> committed = transactions.run(
                caller,
                catalogVersion,
                unit -> {
                    Run run = new Run();
                    run.earlier = kept.claim(unit, key);
                    run.outcome = run.earlier == null ? work.run(unit) : null;
                    return run;
                },
                (unit, done) -> keep(unit, done, texts));
        Run run = committed.result();
        if (run.earlier != null) {
            kept.meter().replayed();
            return new Answered(run.earlier, true);
        }
        if (run.own == null) {
            throw new IllegalStateException("A write that is committed has an answer");
        }
        kept.meter().kept();
        if (committed.position() != null) {
            positions.ofWrite(committed.position());
        }
        return new Answered(run.own, false);
    }

    private void keep(UnitOfWork unit, TransactionManager.Committed<Run> done, LogPositions.Texts texts)
            throws SQLException {
        Run run = done.result();
        if (run.outcome == null) {
            return;
        }
        Position position = done.position();
        run.own = answer.apply(new Written(run.outcome.record(), position == null ? null : texts.of(position)));
        kept.keep(unit, key, run.own);
    }
}
