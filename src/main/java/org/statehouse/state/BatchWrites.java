package org.statehouse.state;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/** Rows of files as records: a transaction a batch, or one for a whole file. */
final class BatchWrites {

    private final TransactionManager transactions;
    private final IdSource ids;
    private final RecordSql sql;

    BatchWrites(TransactionManager transactions, IdSource ids, RecordSql sql) {
        this.transactions = transactions;
        this.ids = ids;
        this.sql = sql;
    }

    /** The outcome of a transaction that is taken back. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient BatchResult result;

        TakenBack(BatchResult result) {
            super("Taken back", null, false, false);
            this.result = result;
        }
    }

    /** One batch, and how far the file has come, in one transaction. */
    BatchResult write(
            Caller caller,
            Model model,
            BatchMode mode,
            List<BatchRow> rows,
            BatchCheckpoint checkpoint,
            BatchPasswords passwords)
            throws SQLException {
        passwords.hash(sql.catalog(), model, mode, rows);
        return transactions
                .runImport(caller, sql.catalog().version(), unit -> {
                    BatchTally tally = new BatchTally();
                    writer(unit, model, mode, passwords, tally).write(rows);
                    BatchResult result = tally.result(true);
                    Failpoint.BATCH_WRITTEN.reach();
                    checkpoint.save(unit.connection(), result);
                    return result;
                })
                .result();
    }

    /**
     * A whole file in one transaction, which is taken back before it draws a position unless it is to be kept and every row is
     * good.
     */
    BatchResult writeWhole(
            Caller caller,
            Model model,
            BatchMode mode,
            BatchSource source,
            boolean keep,
            BatchCheckpoint checkpoint,
            BatchPasswords passwords)
            throws SQLException {
        if (Passwords.areIn(model)) {
            source.read(rows -> passwords.hash(sql.catalog(), model, mode, rows));
        }
        try {
            return transactions
                    .runImport(caller, sql.catalog().version(), unit -> {
                        BatchTally tally = new BatchTally();
                        BatchWriter writer = writer(unit, model, mode, passwords, tally);
                        boolean complete = source.read(writer::write);
                        if (!keep || !complete || tally.hasFaults()) {
                            throw new TakenBack(tally.result(false));
                        }
                        BatchResult result = tally.result(true);
                        Failpoint.BATCH_WRITTEN.reach();
                        checkpoint.save(unit.connection(), result);
                        return result;
                    })
                    .result();
        } catch (TakenBack back) {
            return back.result;
        }
    }

    private BatchWriter writer(
            UnitOfWork unit, Model model, BatchMode mode, BatchPasswords passwords, BatchTally tally) {
        if (!mode.upsert()) {
            return new RecordBatch(sql, model, ids, unit, passwords, tally);
        }
        return new RecordUpsert(sql, model, key(model, mode.by()), ids, unit, passwords, tally);
    }

    private static @Nullable Field key(Model model, @Nullable String by) {
        if (by == null) {
            return null;
        }
        return UpsertKeys.require(model, by);
    }
}
