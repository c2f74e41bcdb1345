package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/**
 * Creates many records of one model in one unit of work. Good rows are written, bad ones reported; the outcome is that of
 * writing the rows one after the other, wherever the batches are cut.
 */
final class RecordBatch {

    private final RecordSql sql;
    private final Model model;
    private final IdSource ids;
    private final UnitOfWork unit;
    private final List<BatchRow.Fault> faults = new ArrayList<>();
    private int written;

    RecordBatch(RecordSql sql, Model model, IdSource ids, UnitOfWork unit) {
        this.sql = sql;
        this.model = model;
        this.ids = ids;
        this.unit = unit;
    }

    int written() {
        return written;
    }

    List<BatchRow.Fault> faults() {
        return faults.stream()
                .sorted(Comparator.comparingLong(BatchRow.Fault::line))
                .toList();
    }

    void write(List<BatchRow> rows) throws SQLException {
        List<BatchCandidate> candidates = requireTargets(requireFreeIds(read(rows)));
        if (candidates.isEmpty()) {
            return;
        }
        boolean plain = candidates.stream().allMatch(row -> row.body().links().isEmpty());
        if (!plain || !writeTogether(candidates)) {
            for (BatchCandidate candidate : candidates) {
                writeAlone(candidate);
            }
        }
    }

    private List<BatchCandidate> read(List<BatchRow> rows) {
        List<BatchCandidate> candidates = new ArrayList<>();
        for (BatchRow row : rows) {
            if (row.fault() != null) {
                faults.add(new BatchRow.Fault(row.line(), List.of(row.fault())));
                continue;
            }
            try {
                RecordBody body = BatchBodies.parse(sql.catalog(), model, row);
                Object id = ClientIds.idOfNew(model, body, ids);
                Draft draft = Draft.create(model, body);
                if (draft.violations().isEmpty()) {
                    candidates.add(new BatchCandidate(row.line(), id, 0, body, draft));
                } else {
                    faults.add(new BatchRow.Fault(row.line(), draft.violations()));
                }
            } catch (ProblemException problem) {
                faults.add(new BatchRow.Fault(row.line(), BatchBodies.violations(problem.problem())));
            }
        }
        return candidates;
    }

    /** Ids that clients give are locked together, then looked up; versions go on from a deleted predecessor's. */
    private List<BatchCandidate> requireFreeIds(List<BatchCandidate> rows) throws SQLException {
        if (rows.isEmpty() || model.idAssigned() == Model.IdAssigned.SERVER) {
            return rows;
        }
        List<Object> given =
                rows.stream().map(row -> Objects.requireNonNull(row.id())).toList();
        unit.lockIds(model, given);
        Map<String, Long> predecessors = RowWriter.predecessors(unit, model, given);
        Set<Object> taken = existing(model, given, "");
        List<BatchCandidate> free = new ArrayList<>();
        for (BatchCandidate row : rows) {
            Object id = Objects.requireNonNull(row.id());
            if (taken.add(id)) {
                long predecessor = predecessors.getOrDefault(id.toString(), 0L);
                free.add(new BatchCandidate(row.line(), id, predecessor, row.body(), row.draft()));
            } else {
                String message = "A record of " + model.name() + " with the id " + id + " exists already";
                faults.add(new BatchRow.Fault(row.line(), List.of(Violation.of("id", "unique", message, Map.of()))));
            }
        }
        return free;
    }

    /** References lead to records that are there, or to an earlier row of the batch. */
    private List<BatchCandidate> requireTargets(List<BatchCandidate> rows) throws SQLException {
        List<Field> references =
                model.fields().values().stream().filter(Field::isReference).toList();
        if (rows.isEmpty() || references.isEmpty()) {
            return rows;
        }
        Catalog catalog = sql.catalog();
        Map<String, Set<Object>> wanted = new java.util.TreeMap<>();
        for (Field field : references) {
            Set<Object> targets = wanted.computeIfAbsent(field.referenced().model(), name -> new LinkedHashSet<>());
            rows.forEach(row -> addIfPresent(targets, row.draft().values().get(field.name())));
        }
        Map<String, Set<Object>> present = new HashMap<>();
        for (Map.Entry<String, Set<Object>> entry : wanted.entrySet()) {
            Model target = catalog.known(entry.getKey());
            present.put(entry.getKey(), existing(target, entry.getValue(), " FOR KEY SHARE"));
        }
        List<BatchCandidate> good = new ArrayList<>();
        for (BatchCandidate row : rows) {
            List<Violation> missing = missing(references, row, present);
            if (missing.isEmpty()) {
                good.add(row);
                Set<Object> own = present.get(model.name());
                if (own != null) {
                    addIfPresent(own, row.id());
                }
            } else {
                faults.add(new BatchRow.Fault(row.line(), missing));
            }
        }
        return good;
    }

    private List<Violation> missing(List<Field> references, BatchCandidate row, Map<String, Set<Object>> present) {
        List<Violation> missing = new ArrayList<>();
        for (Field field : references) {
            Object id = row.draft().values().get(field.name());
            String target = field.referenced().model();
            boolean itself = target.equals(model.name()) && Objects.equals(id, row.id());
            if (id != null
                    && !itself
                    && !Objects.requireNonNull(present.get(target)).contains(id)) {
                missing.add(RecordRules.missingReference(field, sql.catalog().known(target), id));
            }
        }
        return missing;
    }

    private boolean writeTogether(List<BatchCandidate> rows) throws SQLException {
        Savepoint before = unit.connection().setSavepoint();
        int mark = unit.changeCount();
        try {
            sql.insertMany(model).run(unit, rows);
            unit.connection().releaseSavepoint(before);
            written += rows.size();
            return true;
        } catch (SQLException failure) {
            if (!isRowsOwn(failure)) {
                throw failure;
            }
            unit.connection().rollback(before);
            unit.forgetSince(mark);
            return false;
        }
    }

    private void writeAlone(BatchCandidate row) throws SQLException {
        Savepoint before = unit.connection().setSavepoint();
        int mark = unit.changeCount();
        List<Violation> violations;
        try {
            new RecordUnit(sql).create(unit, model, row.id(), row.predecessor(), row.body(), row.draft());
            unit.connection().releaseSavepoint(before);
            written++;
            return;
        } catch (SQLException failure) {
            ProblemException problem = isRowsOwn(failure) ? RecordRules.problemOf(model, failure) : null;
            if (problem == null) {
                throw failure;
            }
            violations = BatchBodies.violations(problem.problem());
        } catch (ProblemException problem) {
            violations = BatchBodies.violations(problem.problem());
        }
        unit.connection().rollback(before);
        unit.forgetSince(mark);
        faults.add(new BatchRow.Fault(row.line(), violations));
    }

    /** A constraint or a value, rather than a deadlock, a race or the connection. */
    private static boolean isRowsOwn(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || (state.startsWith("23") && !state.equals("23503"));
    }

    private Set<Object> existing(Model target, java.util.Collection<Object> wanted, String lock) throws SQLException {
        Set<Object> found = new HashSet<>();
        if (wanted.isEmpty()) {
            return found;
        }
        String select =
                "SELECT t.\"id\" FROM " + target.table() + " t WHERE t.\"id\" = ANY(?) ORDER BY t.\"id\"" + lock;
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(target.idType(), wanted));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Objects.requireNonNull(target.idType().read(rows, 1)));
                }
            }
        }
        return found;
    }

    private static void addIfPresent(Set<Object> ids, @Nullable Object id) {
        if (id != null) {
            ids.add(id);
        }
    }
}
