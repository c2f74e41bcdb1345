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
import java.util.stream.Collectors;
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
 *
 * <p>A record of a model with soft delete keeps its row, unless the row of what it refers to is erased: then its own is
 * erased with it, emptied or in the way, whether the record is live or was deleted before.
 */
final class Deletion {

    /** Records that one delete may take with it or change. */
    static final int MAX_RECORDS = 10_000;

    private final RecordSql sql;
    private final UnitOfWork unit;
    private final Map<String, Map<Object, RecordRow>> doomed = new LinkedHashMap<>();
    private final Map<String, Set<Object>> erased = new HashMap<>();
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

    /** The ids of a model's records whose rows go; the others that go are only marked. */
    Set<Object> erased(Model model) {
        return erased.getOrDefault(model.name(), Set.of());
    }

    /** The records that they are. */
    List<RecordRow> erasedRows(Model model) {
        return doomed.getOrDefault(model.name(), Map.of()).values().stream()
                .filter(row -> erased(model).contains(row.id()))
                .toList();
    }

    /** The ids of a model's records that go and whose rows stay. */
    Set<Object> marked(Model model) {
        Set<Object> ids = new LinkedHashSet<>(idsOf(model));
        ids.removeAll(erased(model));
        return ids;
    }

    /** Ids of the records whose reference may have to become null, by the reference. */
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
        doom(first.model(), List.of(first), first.model().softDelete() ? Set.of() : Set.of(first.id()));
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
        Set<Object> erasedIds = new LinkedHashSet<>(ids);
        erasedIds.retainAll(erased(parent));
        Set<Object> markedIds = new LinkedHashSet<>(ids);
        markedIds.removeAll(erasedIds);
        collectChildren(parent, erasedIds, false, next);
        collectChildren(parent, markedIds, true, next);
    }

    /** @param live whether only live records are looked for: deleted ones may go on referring to deleted ones */
    private void collectChildren(Model parent, Set<Object> ids, boolean live, Map<String, Set<Object>> next)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        for (Model child : sql.catalog().models().values()) {
            for (Field field : child.fields().values()) {
                Field.Reference reference = field.reference();
                if (reference == null || !reference.model().equals(parent.name())) {
                    continue;
                }
                if (reference.onDelete() == OnDelete.CASCADE) {
                    Set<Object> found = referring(child, field, parent, ids, live);
                    affect(child, found);
                    next.computeIfAbsent(child.name(), m -> new LinkedHashSet<>())
                            .addAll(found);
                } else if (reference.onDelete() == OnDelete.SET_NULL) {
                    Set<Object> found = referring(child, field, parent, ids, live);
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
            ids.removeAll(erased(model));
            if (!ids.isEmpty()) {
                unit.lockIds(model, ids);
                List<RecordRow> goes = new ArrayList<>();
                Set<Object> erases = new LinkedHashSet<>();
                for (RecordRow row : RowWriter.lock(unit, model, ids, "FOR UPDATE")) {
                    if (cascades(row, true) || (!model.softDelete() && cascades(row, false))) {
                        goes.add(row);
                        erases.add(row.id());
                    } else if (row.live() && !idsOf(model).contains(row.id()) && cascades(row, false)) {
                        goes.add(row);
                    }
                }
                doom(model, goes, erases);
                fresh.put(name, goes.stream().map(RecordRow::id).collect(Collectors.toCollection(LinkedHashSet::new)));
            }
        }
        fresh.values().removeIf(Set::isEmpty);
        return fresh;
    }

    /**
     * A record that was found may refer elsewhere by the time its lock is had; then it stays.
     *
     * @param fromErased whether to look at references to rows that are erased alone
     */
    private boolean cascades(RecordRow row, boolean fromErased) {
        for (Field field : row.model().fields().values()) {
            Field.Reference reference = field.reference();
            Object id = row.values().get(field.name());
            if (reference != null && id != null && reference.onDelete() == OnDelete.CASCADE) {
                Model target = sql.catalog().known(reference.model());
                if ((fromErased ? erased(target) : idsOf(target)).contains(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a record whose row stays must no longer refer to what it refers to now. */
    boolean losesReference(RecordRow row, Field field) {
        Object id = row.values().get(field.name());
        Model target = sql.catalog().known(field.referenced().model());
        boolean stays = row.live() && !idsOf(row.model()).contains(row.id());
        return id != null
                && !erased(row.model()).contains(row.id())
                && (stays ? idsOf(target) : erased(target)).contains(id);
    }

    private void doom(Model model, Collection<RecordRow> rows, Set<Object> erases) {
        erased.computeIfAbsent(model.name(), m -> new HashSet<>()).addAll(erases);
        Map<Object, RecordRow> ofModel = doomed.computeIfAbsent(model.name(), m -> new LinkedHashMap<>());
        rows.forEach(row -> ofModel.put(row.id(), row));
    }

    private Set<Object> referring(Model child, Field field, Model parent, Collection<?> ids, boolean live)
            throws SQLException {
        String select = "SELECT t.\"id\" FROM " + child.table() + " t WHERE " + Sql.column("t", field.name())
                + " = ANY(?)" + (live ? child.andLive("t") : "") + " ORDER BY t.\"id\" LIMIT " + (MAX_RECORDS + 1);
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

    /** A restricting reference counts only when it comes from a record that stays. */
    private void requireUnrestricted() throws SQLException {
        List<Restriction> restricting = new ArrayList<>();
        for (String name : doomed.keySet()) {
            Model parent = sql.catalog().known(name);
            restricting.addAll(Restriction.of(sql.catalog(), unit, parent, this));
            restricting.addAll(LinkDeletion.restrictions(sql.catalog(), unit, parent, this));
        }
        Restriction.refuse(restricting);
    }

    /** The ids of a model's records that go. */
    Set<Object> idsOf(Model model) {
        return doomed.getOrDefault(model.name(), Map.of()).keySet();
    }
}
