package org.statehouse.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/**
 * Changes the records that rows name, and creates those that are not there, in one unit of work. The outcome is that of
 * writing the rows one after the other: of two rows for one record the later wins.
 *
 * <p>Rows are planned in their order and written together, one statement for the new records and one for the changed ones,
 * until a record comes a second time, a row changes links, or one breaks what only the database knows.
 */
final class RecordUpsert implements BatchWriter {

    private final RecordSql sql;
    private final Model model;
    private final @Nullable Field by;
    private final IdSource ids;
    private final UnitOfWork unit;
    private final BatchPasswords passwords;
    private final BatchTally tally;

    RecordUpsert(
            RecordSql sql,
            Model model,
            @Nullable Field by,
            IdSource ids,
            UnitOfWork unit,
            BatchPasswords passwords,
            BatchTally tally) {
        this.sql = sql;
        this.model = model;
        this.by = by;
        this.ids = ids;
        this.unit = unit;
        this.passwords = passwords;
        this.tally = tally;
    }

    @Override
    public void write(List<BatchRow> batch) throws SQLException {
        List<UpsertRow> rows = read(batch);
        if (rows.isEmpty()) {
            return;
        }
        List<Object> given = givenIds(rows);
        Map<String, Long> predecessors = Map.of();
        if (!given.isEmpty()) {
            unit.lockIds(model, given);
            predecessors = RowWriter.predecessors(unit, model, given);
        }
        LockedRecords records = new LockedRecords(unit, sql.catalog(), model, by);
        Set<Object> keys = new LinkedHashSet<>();
        Set<String> linked = new LinkedHashSet<>();
        for (UpsertRow row : rows) {
            if (row.key() != null) {
                keys.add(row.key());
            }
            linked.addAll(row.body().links().keySet());
        }
        records.lock(keys);
        records.readLinks(linked);
        BatchLookups lookups = BatchLookups.read(unit, sql.catalog(), model, given, values(rows, records));
        UpsertWave wave = new UpsertWave(sql, model, by, unit, tally, records, lookups);
        for (UpsertRow row : rows) {
            plan(row, records, wave, predecessors);
        }
        wave.flush();
    }

    /** What each row gives, and for a new record its defaults, among which are references too. */
    private List<Map<String, @Nullable Object>> values(List<UpsertRow> rows, LockedRecords records) {
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        for (UpsertRow row : rows) {
            values.add(
                    records.get(row.key()) == null
                            ? Draft.withDefaults(model, row.body().values())
                            : row.body().values());
        }
        return values;
    }

    private List<UpsertRow> read(List<BatchRow> batch) {
        List<UpsertRow> rows = new ArrayList<>();
        for (BatchRow row : batch) {
            if (row.fault() != null) {
                tally.failed(row.line(), List.of(row.fault()));
                continue;
            }
            try {
                RecordBody body = BatchBodies.parse(sql.catalog(), model, row);
                passwords.putInto(body, row.line());
                rows.add(UpsertRow.of(model, by, row.line(), body));
            } catch (ProblemException problem) {
                tally.failed(row.line(), BatchBodies.violations(problem.problem()));
            }
        }
        return rows;
    }

    /** Ids that clients give, also of records that are not there yet. */
    private List<Object> givenIds(List<UpsertRow> rows) {
        List<Object> given = new ArrayList<>();
        if (model.idAssigned() == Model.IdAssigned.CLIENT) {
            for (UpsertRow row : rows) {
                try {
                    Object id = ClientIds.idOfNew(model, row.body(), ids);
                    if (id != null) {
                        given.add(id);
                    }
                } catch (ProblemException none) {
                    // told when the row is planned, if it needs an id at all
                }
            }
        }
        return given;
    }

    private void plan(UpsertRow row, LockedRecords records, UpsertWave wave, Map<String, Long> predecessors)
            throws SQLException {
        wave.makeWayFor(row.key());
        RecordRow current = records.get(row.key());
        try {
            if (current != null) {
                wave.change(row, current);
            } else {
                wave.create(row, candidate(row, predecessors));
            }
        } catch (ProblemException problem) {
            tally.failed(row.line(), BatchBodies.violations(problem.problem()));
        }
    }

    private BatchCandidate candidate(UpsertRow row, Map<String, Long> predecessors) {
        RecordBody body = row.body();
        if (by == null && row.key() != null && model.idAssigned() == Model.IdAssigned.SERVER) {
            String gone = model.softDelete() ? ", or it is deleted" : "";
            throw Problem.invalid(List.of(Violation.of(
                            "id",
                            "exists",
                            "There is no " + model.name() + " with the id " + row.key() + gone
                                    + ", and a new one gets its id from the server",
                            Map.of())))
                    .exception();
        }
        Object id = ClientIds.idOfNew(model, body, ids);
        long predecessor = id == null ? 0 : predecessors.getOrDefault(id.toString(), 0L);
        return new BatchCandidate(row.line(), id, predecessor, body, Draft.create(model, body));
    }
}
