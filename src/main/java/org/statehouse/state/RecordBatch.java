package org.statehouse.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/**
 * Creates many records of one model in one unit of work. Good rows are written, bad ones reported; the outcome is that of
 * writing the rows one after the other, wherever the batches are cut.
 */
final class RecordBatch implements BatchWriter {

    private final RecordSql sql;
    private final Model model;
    private final IdSource ids;
    private final UnitOfWork unit;
    private final BatchPasswords passwords;
    private final BatchTally tally;

    RecordBatch(RecordSql sql, Model model, IdSource ids, UnitOfWork unit, BatchPasswords passwords, BatchTally tally) {
        this.sql = sql;
        this.model = model;
        this.ids = ids;
        this.unit = unit;
        this.passwords = passwords;
        this.tally = tally;
    }

    @Override
    public void write(List<BatchRow> rows) throws SQLException {
        List<BatchCandidate> candidates = read(rows);
        if (candidates.isEmpty()) {
            return;
        }
        List<BatchCandidate> known = withPredecessors(candidates);
        BatchLookups before = BatchLookups.read(unit, sql.catalog(), model, known);
        if (!writeTogether(known, before.copy())) {
            for (BatchCandidate candidate : known) {
                writeAlone(candidate, before);
            }
        }
    }

    private List<BatchCandidate> read(List<BatchRow> rows) {
        List<BatchCandidate> candidates = new ArrayList<>();
        for (BatchRow row : rows) {
            if (row.fault() != null) {
                tally.failed(row.line(), List.of(row.fault()));
                continue;
            }
            try {
                RecordBody body = BatchBodies.parse(sql.catalog(), model, row);
                passwords.putInto(body, row.line());
                Object id = ClientIds.idOfNew(model, body, ids);
                Draft draft = Draft.create(model, body);
                candidates.add(new BatchCandidate(row.line(), id, 0, body, draft));
            } catch (ProblemException problem) {
                tally.failed(row.line(), BatchBodies.violations(problem.problem()));
            }
        }
        return candidates;
    }

    /** Ids that clients give are locked together; versions go on from a deleted predecessor's. */
    private List<BatchCandidate> withPredecessors(List<BatchCandidate> rows) throws SQLException {
        if (model.idAssigned() == Model.IdAssigned.SERVER) {
            return rows;
        }
        List<Object> given =
                rows.stream().map(row -> Objects.requireNonNull(row.id())).toList();
        unit.lockIds(model, given);
        Map<String, Long> predecessors = RowWriter.predecessors(unit, model, given);
        return rows.stream()
                .map(row -> row.after(predecessors.getOrDefault(String.valueOf(row.id()), 0L)))
                .toList();
    }

    /** False when the rows must be written one by one: a row has links, or breaks what only the database knows. */
    private boolean writeTogether(List<BatchCandidate> rows, BatchLookups lookups) throws SQLException {
        List<BatchCandidate> good = new ArrayList<>();
        List<BatchRow.Fault> bad = new ArrayList<>();
        for (BatchCandidate row : rows) {
            List<Violation> violations = lookups.violations(row);
            if (!violations.isEmpty()) {
                bad.add(new BatchRow.Fault(row.line(), violations));
            } else if (row.body().links().values().stream().allMatch(List::isEmpty)) {
                good.add(row);
                lookups.written(row);
            } else {
                return false;
            }
        }
        if (good.isEmpty() || insert(good)) {
            tally.failed(bad);
            tally.created(good.size());
            return true;
        }
        return false;
    }

    private boolean insert(List<BatchCandidate> rows) throws SQLException {
        return Savepoints.attempt(unit, model, () -> sql.insertMany(model).run(unit, rows))
                .isEmpty();
    }

    private void writeAlone(BatchCandidate row, BatchLookups lookups) throws SQLException {
        List<Violation> violations = lookups.violations(row);
        if (violations.isEmpty()) {
            violations = Savepoints.attempt(
                    unit,
                    model,
                    () -> new RecordUnit(sql)
                            .create(unit, model, row.id(), row.predecessor(), row.body(), row.draft()));
        }
        if (violations.isEmpty()) {
            tally.created(1);
            lookups.written(row);
        } else {
            tally.failed(row.line(), violations);
        }
    }
}
