package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Violation;

/**
 * What is there for the rows of a batch: which of their ids are taken, and which of the records that they refer to exist.
 * Read once and locked against deletes; each row that is written is there for the rows after it.
 */
final class BatchLookups {

    private final Catalog catalog;
    private final Model model;
    private final List<Field> references;
    private final Set<Object> taken;
    private final Set<Object> deleted = new HashSet<>();
    private final Map<String, Set<Object>> present;

    private BatchLookups(Catalog catalog, Model model, Set<Object> taken, Map<String, Set<Object>> present) {
        this.catalog = catalog;
        this.model = model;
        this.references =
                model.fields().values().stream().filter(Field::isReference).toList();
        this.taken = taken;
        this.present = present;
    }

    static BatchLookups read(UnitOfWork unit, Catalog catalog, Model model, List<BatchCandidate> rows)
            throws SQLException {
        Set<Object> given = new LinkedHashSet<>();
        rows.forEach(row -> addIfPresent(given, row.id()));
        return read(
                unit,
                catalog,
                model,
                given,
                rows.stream().map(row -> row.draft().values()).toList());
    }

    /**
     * The same for rows that may change records.
     *
     * @param given ids of records that may be new
     * @param values by field name, of each row
     */
    static BatchLookups read(
            UnitOfWork unit,
            Catalog catalog,
            Model model,
            Collection<Object> given,
            List<Map<String, @Nullable Object>> values)
            throws SQLException {
        BatchLookups lookups = new BatchLookups(catalog, model, new HashSet<>(), new HashMap<>());
        Map<String, Set<Object>> wanted = new TreeMap<>();
        for (Field field : lookups.references) {
            Set<Object> targets = wanted.computeIfAbsent(field.referenced().model(), name -> new LinkedHashSet<>());
            values.forEach(row -> addIfPresent(targets, row.get(field.name())));
        }
        if (model.idAssigned() == Model.IdAssigned.CLIENT) {
            lookups.taken.addAll(existing(unit, model, given, "", ""));
            if (model.softDelete()) {
                lookups.deleted.addAll(lookups.taken);
                lookups.deleted.removeAll(existing(unit, model, given, model.andLive("t"), ""));
            }
        }
        for (Map.Entry<String, Set<Object>> entry : wanted.entrySet()) {
            Model target = catalog.known(entry.getKey());
            lookups.present.put(
                    entry.getKey(), existing(unit, target, entry.getValue(), target.andLive("t"), " FOR KEY SHARE"));
        }
        return lookups;
    }

    /** The same, to go on from without changing this. */
    BatchLookups copy() {
        Map<String, Set<Object>> targets = new HashMap<>();
        present.forEach((name, ids) -> targets.put(name, new HashSet<>(ids)));
        BatchLookups copy = new BatchLookups(catalog, model, new HashSet<>(taken), targets);
        copy.deleted.addAll(deleted);
        return copy;
    }

    /** Everything that is wrong with a new record, in the order in which a single create says it. */
    List<Violation> violations(BatchCandidate row) {
        List<Violation> violations = violations(row.draft());
        if (violations.isEmpty() && row.id() != null && taken.contains(row.id())) {
            violations.add(
                    deleted.contains(row.id())
                            ? Violation.of("id", "unique", RecordRules.deletedHolds(model, row.id()), Map.of())
                            : takenId(model, row.id()));
        }
        return violations;
    }

    /** Everything that is wrong with a change; a reference that stays as it is may lead to a deleted record. */
    List<Violation> violations(Draft draft) {
        List<Violation> violations = new ArrayList<>(draft.violations());
        Transition illegal = draft.illegal();
        if (illegal != null) {
            violations.add(0, illegal.violation());
        }
        for (Field field : references) {
            Object id = draft.changed().contains(field) ? draft.values().get(field.name()) : null;
            String target = field.referenced().model();
            if (id != null && !Objects.requireNonNull(present.get(target)).contains(id)) {
                violations.add(RecordRules.missingReference(field, catalog.known(target), id, null));
            }
        }
        return violations;
    }

    static Violation takenId(Model model, Object id) {
        String message = "A record of " + model.name() + " with the id " + id + " exists already";
        return Violation.of("id", "unique", message, Map.of());
    }

    /** From now on the row is there. */
    void written(BatchCandidate row) {
        addIfPresent(taken, row.id());
        Set<Object> own = present.get(model.name());
        if (own != null) {
            addIfPresent(own, row.id());
        }
    }

    private static Set<Object> existing(
            UnitOfWork unit, Model target, Collection<Object> wanted, String condition, String lock)
            throws SQLException {
        Set<Object> found = new HashSet<>();
        if (wanted.isEmpty()) {
            return found;
        }
        String select = "SELECT t.\"id\" FROM " + target.table() + " t WHERE t.\"id\" = ANY(?)" + condition
                + " ORDER BY t.\"id\"" + lock;
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
