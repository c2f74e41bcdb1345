package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.OnDelete;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Finds out what a delete takes with it. Level by level: the ids are locked (so that nobody creates a record under one of
 * them), then the rows (so that nobody refers to them any more), and in a later statement those that refer to them.
 */
final class Deletion {

    /** Records that one delete may take with it or change. */
    static final int MAX_RECORDS = 10_000;

    private final RecordSql sql;
    private final UnitOfWork unit;
    private final Map<String, Map<Object, RecordRow>> doomed = new LinkedHashMap<>();
    private final Map<Field, Set<Object>> nulled = new LinkedHashMap<>();
    private final Map<Field, Model> nulledModels = new LinkedHashMap<>();
    private final Map<Relationship, Set<Object>> owners = new LinkedHashMap<>();
    private final Map<String, Set<Object>> affected = new HashMap<>();
    private int count;

    Deletion(RecordSql sql, UnitOfWork unit) {
        this.sql = sql;
        this.unit = unit;
    }

    /** All records that go, by model's name and id, in the order in which they were found. */
    Map<String, Map<Object, RecordRow>> doomed() {
        return doomed;
    }

    /** Ids of the records whose reference becomes null, by the reference. */
    Map<Field, Set<Object>> nulled() {
        return nulled;
    }

    /** Ids of the owners that stay and lose links, by the relationship. */
    Map<Relationship, Set<Object>> owners() {
        return owners;
    }

    Model modelOf(Field reference) {
        return Objects.requireNonNull(nulledModels.get(reference));
    }

    /** Starts from a record that the caller has locked FOR UPDATE, with its id. */
    void collect(RecordRow first) throws SQLException {
        Map<String, Set<Object>> level = new LinkedHashMap<>();
        affect(first.model(), List.of(first.id()));
        doom(first.model(), List.of(first));
        level.put(first.model().name(), Set.of(first.id()));
        while (!level.isEmpty()) {
            Map<String, Set<Object>> next = new LinkedHashMap<>();
            for (Map.Entry<String, Set<Object>> parents : level.entrySet()) {
                collectChildren(sql.catalog().known(parents.getKey()), parents.getValue(), next);
            }
            level = lock(next);
        }
        requireUnrestricted();
        for (String model : doomed.keySet()) {
            LinkDeletion.collectOwners(sql.catalog(), unit, sql.catalog().known(model), this);
        }
    }

    /** Counts records that go or change, each once, and refuses too many of them before anything is written. */
    void affect(Model model, Collection<?> ids) {
        Set<Object> known = affected.computeIfAbsent(model.name(), m -> new HashSet<>());
        count -= known.size();
        known.addAll(ids);
        count += known.size();
        if (count > MAX_RECORDS) {
            throw tooMany(model, MAX_RECORDS, "records");
        }
    }

    static ProblemException tooMany(Model model, int max, String what) {
        return Problem.of(
                        ProblemType.REFERENCE_RESTRICTED,
                        "More than " + max + " " + what
                                + " would be deleted or changed with this one; delete or change some of them first")
                .with("model", model.name())
                .with("max", max)
                .exception();
    }

    private void collectChildren(Model parent, Set<Object> ids, Map<String, Set<Object>> next) throws SQLException {
        for (Model child : sql.catalog().models().values()) {
            for (Field field : child.fields().values()) {
                Field.Reference reference = field.reference();
                if (reference == null || !reference.model().equals(parent.name())) {
                    continue;
                }
                if (reference.onDelete() == OnDelete.CASCADE) {
                    Set<Object> found = referring(child, field, parent, ids);
                    affect(child, found);
                    next.computeIfAbsent(child.name(), m -> new LinkedHashSet<>())
                            .addAll(found);
                } else if (reference.onDelete() == OnDelete.SET_NULL) {
                    Set<Object> found = referring(child, field, parent, ids);
                    affect(child, found);
                    nulledModels.put(field, child);
                    nulled.computeIfAbsent(field, f -> new LinkedHashSet<>()).addAll(found);
                }
            }
        }
    }

    private Map<String, Set<Object>> lock(Map<String, Set<Object>> found) throws SQLException {
        Map<String, Set<Object>> fresh = new LinkedHashMap<>();
        for (String name : new java.util.TreeSet<>(found.keySet())) {
            Model model = sql.catalog().known(name);
            Set<Object> ids = new LinkedHashSet<>(found.getOrDefault(name, Set.of()));
            ids.removeAll(idsOf(model));
            if (!ids.isEmpty()) {
                unit.lockIds(model, ids);
                List<RecordRow> rows = RowWriter.lock(unit, model, ids, "FOR UPDATE").stream()
                        .filter(this::refersToWhatGoes)
                        .toList();
                doom(model, rows);
                Set<Object> locked = new LinkedHashSet<>();
                rows.forEach(row -> locked.add(row.id()));
                fresh.put(name, locked);
            }
        }
        fresh.values().removeIf(Set::isEmpty);
        return fresh;
    }

    /** A record that was found may refer elsewhere by the time its lock is had; then it stays. */
    private boolean refersToWhatGoes(RecordRow row) {
        for (Field field : row.model().fields().values()) {
            Field.Reference reference = field.reference();
            Object id = row.values().get(field.name());
            if (reference != null
                    && id != null
                    && reference.onDelete() == OnDelete.CASCADE
                    && idsOf(sql.catalog().known(reference.model())).contains(id)) {
                return true;
            }
        }
        return false;
    }

    private void doom(Model model, Collection<RecordRow> rows) {
        Map<Object, RecordRow> ofModel = doomed.computeIfAbsent(model.name(), m -> new LinkedHashMap<>());
        rows.forEach(row -> ofModel.put(row.id(), row));
    }

    /** A restricting reference counts only when it comes from a record that stays. */
    private void requireUnrestricted() throws SQLException {
        List<Map<String, Object>> restricting = new ArrayList<>();
        for (Map.Entry<String, Map<Object, RecordRow>> parents : doomed.entrySet()) {
            Model parent = sql.catalog().known(parents.getKey());
            for (Model child : sql.catalog().models().values()) {
                for (Field field : child.fields().values()) {
                    Field.Reference reference = field.reference();
                    if (reference != null
                            && reference.onDelete() == OnDelete.RESTRICT
                            && reference.model().equals(parent.name())) {
                        long staying =
                                staying(child, field, parent, parents.getValue().keySet());
                        addRestriction(restricting, child.name(), field.name(), staying);
                    }
                }
            }
            restricting.addAll(LinkDeletion.restrictions(sql.catalog(), unit, parent, this));
        }
        if (!restricting.isEmpty()) {
            Map<String, Object> first = restricting.get(0);
            throw Problem.of(
                            ProblemType.REFERENCE_RESTRICTED,
                            first.get("count") + " records of " + first.get("model") + " refer to it by "
                                    + first.get("field") + "; change or delete them first")
                    .with("model", first.get("model"))
                    .with("field", first.get("field"))
                    .with("count", first.get("count"))
                    .with("references", restricting)
                    .exception();
        }
    }

    static void addRestriction(List<Map<String, Object>> all, String model, String field, long count) {
        if (count > 0) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("model", model);
            one.put("field", field);
            one.put("count", count);
            all.add(one);
        }
    }

    private Set<Object> referring(Model child, Field field, Model parent, Collection<?> ids) throws SQLException {
        String select = "SELECT t.\"id\" FROM " + child.table() + " t WHERE " + Sql.column("t", field.name())
                + " = ANY(?) ORDER BY t.\"id\" LIMIT " + (MAX_RECORDS + 1);
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(parent.idType(), ids));
            Set<Object> found = new LinkedHashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Objects.requireNonNull(child.idType().read(rows, 1)));
                }
            }
            return found;
        }
    }

    private long staying(Model child, Field field, Model parent, Collection<?> ids) throws SQLException {
        String select = "SELECT count(*) FROM " + child.table() + " t WHERE " + Sql.column("t", field.name())
                + " = ANY(?) AND t.\"id\" <> ALL(?)";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(parent.idType(), ids));
            statement.setArray(2, unit.array(child.idType(), idsOf(child)));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The ids of a model's records that go. */
    Set<Object> idsOf(Model model) {
        return doomed.getOrDefault(model.name(), Map.of()).keySet();
    }
}
