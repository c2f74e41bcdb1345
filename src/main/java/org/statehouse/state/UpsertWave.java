package org.statehouse.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Change;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/** Rows of an upsert that can be written together: no two of one record, none that changes links. */
final class UpsertWave {

    private final RecordSql sql;
    private final Model model;
    private final @Nullable Field by;
    private final UnitOfWork unit;
    private final BatchTally tally;
    private final LockedRecords records;
    private final RecordUnit single;

    private final List<Planned> planned = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();
    private BatchLookups lookups;
    private BatchLookups settled;

    UpsertWave(
            RecordSql sql,
            Model model,
            @Nullable Field by,
            UnitOfWork unit,
            BatchTally tally,
            LockedRecords records,
            BatchLookups lookups) {
        this.sql = sql;
        this.model = model;
        this.by = by;
        this.unit = unit;
        this.tally = tally;
        this.records = records;
        this.single = new RecordUnit(sql);
        this.lookups = lookups;
        this.settled = lookups.copy();
    }

    /**
     * A row that is to be written.
     *
     * @param current the record that it changes, null for a new one
     */
    private record Planned(
            UpsertRow row,
            BatchCandidate candidate,
            @Nullable RecordRow current) {

        Draft draft() {
            return candidate.draft();
        }
    }

    /** Writes what is planned if it has the record of the next row. */
    void makeWayFor(@Nullable Object key) throws SQLException {
        if (key != null && keys.contains(key)) {
            flush();
        }
    }

    /** Plans a change, or writes it at once where it changes links. */
    void change(UpsertRow row, RecordRow current) throws SQLException {
        Draft draft = Draft.patch(current, row.body());
        Planned change = new Planned(
                row, new BatchCandidate(row.line(), current.id(), current.version(), row.body(), draft), current);
        List<Violation> violations = violations(change);
        boolean linked = records.hasLinks(current, row.body().links());
        if (!violations.isEmpty()) {
            tally.failed(row.line(), violations);
        } else if (!linked) {
            flush();
            writeAlone(change);
        } else if (draft.changed().isEmpty()) {
            tally.unchanged();
        } else {
            add(change);
        }
    }

    /** Plans a new record, or writes it at once where it has links. */
    void create(UpsertRow row, BatchCandidate candidate) throws SQLException {
        Planned create = new Planned(row, candidate, null);
        List<Violation> violations = violations(create);
        if (!violations.isEmpty()) {
            tally.failed(row.line(), violations);
        } else if (row.body().links().values().stream().allMatch(List::isEmpty)) {
            add(create);
            lookups.written(candidate);
        } else {
            flush();
            writeAlone(create);
        }
    }

    /** Writes what is planned. */
    void flush() throws SQLException {
        if (planned.isEmpty()) {
            return;
        }
        List<Planned> rows = List.copyOf(planned);
        planned.clear();
        keys.clear();
        if (!writeTogether(rows)) {
            lookups = settled.copy();
            if (cameMeanwhile(rows)) {
                planAgain(rows);
            } else {
                writeOneByOne(rows);
            }
        }
        settled = lookups.copy();
    }

    private void writeOneByOne(List<Planned> rows) throws SQLException {
        for (Planned row : rows) {
            List<Violation> violations = violations(row);
            if (violations.isEmpty()) {
                writeAlone(row);
            } else {
                tally.failed(row.row().line(), violations);
            }
        }
    }

    /** Ends, because each time at least one row that was to create a record changes one that is locked now. */
    private void planAgain(List<Planned> rows) throws SQLException {
        for (Planned row : rows) {
            RecordRow current = records.get(row.row().key());
            if (current == null) {
                create(row.row(), row.candidate());
            } else {
                changeOrReport(row.row(), current);
            }
        }
        flush();
    }

    private void add(Planned row) {
        planned.add(row);
        if (row.row().key() != null) {
            keys.add(row.row().key());
        }
    }

    private List<Violation> violations(Planned row) {
        return row.current() == null ? lookups.violations(row.candidate()) : lookups.violations(row.draft());
    }

    private boolean writeTogether(List<Planned> rows) throws SQLException {
        List<Planned> creates = creates(rows);
        List<Planned> changes =
                rows.stream().filter(row -> row.current() != null).toList();
        List<RecordRow> written = new ArrayList<>();
        boolean done = Savepoints.attempt(unit, model, () -> {
                    insert(creates, written);
                    update(changes, written);
                })
                .isEmpty();
        if (done) {
            for (int i = 0; i < written.size(); i++) {
                Planned row = i < creates.size() ? creates.get(i) : changes.get(i - creates.size());
                records.written(row.row().key(), written.get(i), Map.of());
            }
            tally.created(creates.size());
            tally.updated(changes.size());
        }
        return done;
    }

    /** In the order of their keys: files that make the same records at the same time wait for each other in one order. */
    private List<Planned> creates(List<Planned> rows) {
        Stream<Planned> creates = rows.stream().filter(row -> row.current() == null);
        return by == null
                ? creates.toList()
                : creates.sorted(Comparator.comparing(row -> by.type()
                                .toText(by, Objects.requireNonNull(row.row().key()))))
                        .toList();
    }

    private void insert(List<Planned> creates, List<RecordRow> written) throws SQLException {
        if (creates.isEmpty()) {
            return;
        }
        List<BatchCandidate> candidates =
                creates.stream().map(Planned::candidate).toList();
        List<RowWriter.Row> rows = sql.insertMany(model).insert(unit, candidates);
        for (int i = 0; i < rows.size(); i++) {
            RowWriter.keep(unit, rows.get(i), Change.Op.CREATE, null, null);
            written.add(rows.get(i).record().with(creates.get(i).draft().values()));
        }
    }

    private void update(List<Planned> changes, List<RecordRow> written) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        List<BatchUpdate.Change> updates = new ArrayList<>();
        for (Planned row : changes) {
            updates.add(new BatchUpdate.Change(Objects.requireNonNull(row.current()), row.draft()));
        }
        List<RowWriter.Row> rows = sql.updateMany(model).run(unit, updates);
        for (int i = 0; i < rows.size(); i++) {
            BatchUpdate.Change update = updates.get(i);
            String before =
                    Images.before(update.draft().changed(), update.current().values());
            RowWriter.keep(unit, rows.get(i), Change.Op.UPDATE, before, null);
            written.add(rows.get(i).record());
        }
    }

    /** One row by itself, which is good as far as it is known without trying. */
    private void writeAlone(Planned row) throws SQLException {
        List<RecordRow> written = new ArrayList<>();
        List<Violation> violations = Savepoints.attempt(unit, model, () -> written.add(write(row)));
        if (violations.isEmpty()) {
            records.written(row.row().key(), written.get(0), row.row().body().links());
            lookups.written(row.candidate());
            settled = lookups.copy();
            if (row.current() == null) {
                tally.created(1);
            } else {
                tally.updated(1);
            }
        } else if (isKeyTaken(violations) && cameMeanwhile(List.of(row))) {
            changeOrReport(
                    row.row(), Objects.requireNonNull(records.get(row.row().key())));
            flush();
        } else {
            tally.failed(row.row().line(), violations);
        }
    }

    private void changeOrReport(UpsertRow row, RecordRow current) throws SQLException {
        try {
            change(row, current);
        } catch (ProblemException problem) {
            tally.failed(row.line(), BatchBodies.violations(problem.problem()));
        }
    }

    private RecordRow write(Planned row) throws SQLException {
        BatchCandidate candidate = row.candidate();
        return row.current() == null
                ? single.create(unit, model, candidate.id(), candidate.predecessor(), candidate.body(), row.draft())
                : single.change(unit, row.current(), candidate.body(), row.draft());
    }

    private boolean isKeyTaken(List<Violation> violations) {
        return by != null
                && violations.stream()
                        .anyMatch(each ->
                                each.rule().equals("unique") && by.name().equals(each.field()));
    }

    /**
     * Whether somebody else has made one of the records after this batch had looked for them: only then it is there now, and
     * locked.
     */
    private boolean cameMeanwhile(List<Planned> rows) throws SQLException {
        Set<Object> missing = new HashSet<>();
        Set<String> linked = new HashSet<>();
        for (Planned row : rows) {
            if (by != null && row.current() == null) {
                missing.add(Objects.requireNonNull(row.row().key()));
                linked.addAll(row.row().body().links().keySet());
            }
        }
        records.lock(missing);
        records.readLinks(linked);
        return missing.stream().anyMatch(key -> records.get(key) != null);
    }
}
