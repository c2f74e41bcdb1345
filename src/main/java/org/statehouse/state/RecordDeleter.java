package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Change;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/**
 * Carries out a delete: links and references to what goes first, each as a change of the record that had it, then the
 * records, those that refer before those referred to. A record of a model with soft delete keeps its
 * row; every other id leaves a tombstone, so that versions never restart.
 */
final class RecordDeleter {

    private static final String BURY = """
            INSERT INTO statehouse.tombstone (model, record_id, version) SELECT ?, x.id, x.version
            FROM unnest(?::text[], ?::bigint[]) AS x(id, version)
            ON CONFLICT (model, record_id) DO UPDATE SET version = excluded.version
            """;

    private final RecordSql sql;
    private final RowWriter writer;

    RecordDeleter(RecordSql sql) {
        this.sql = sql;
        this.writer = new RowWriter(sql);
    }

    /** Deletes a record that is locked FOR UPDATE, with its id. */
    void delete(UnitOfWork unit, RecordRow record) throws SQLException {
        Deletion deletion = new Deletion(sql, unit);
        deletion.collect(record);
        for (String model : deletion.doomed().keySet()) {
            Model known = sql.catalog().known(model);
            LinkDeletion.unlink(sql.catalog(), unit, writer, known, deletion);
        }
        setNull(unit, deletion);
        Map<DeletionOrder.Key, RowWriter.Row> marked = mark(unit, deletion);
        Map<DeletionOrder.Key, OffsetDateTime> erased = erase(unit, deletion);
        for (RecordRow row : DeletionOrder.of(deletion.doomed().values())) {
            DeletionOrder.Key key = DeletionOrder.Key.of(row);
            RowWriter.Row kept = marked.get(key);
            if (kept != null) {
                RowWriter.keep(unit, kept, Change.Op.DELETE, RecordUnit.everything(kept.record()), null);
            } else {
                OffsetDateTime at = Objects.requireNonNull(erased.get(key));
                String before = RecordUnit.everything(row);
                unit.changed(row.model(), row.id(), row.version() + 1, at, Change.Op.DELETE, null, before, null);
            }
        }
    }

    private void setNull(UnitOfWork unit, Deletion deletion) throws SQLException {
        Map<String, Map<Object, Set<Field>>> byRecord = new LinkedHashMap<>();
        for (Map.Entry<Field, Set<Object>> entry : deletion.nulled().entrySet()) {
            Model model = deletion.modelOf(entry.getKey());
            Set<Object> staying = new LinkedHashSet<>(entry.getValue());
            staying.removeAll(deletion.erased(model));
            for (Object id : staying) {
                byRecord.computeIfAbsent(model.name(), m -> new LinkedHashMap<>())
                        .computeIfAbsent(id, i -> new LinkedHashSet<>())
                        .add(entry.getKey());
            }
        }
        for (Map.Entry<String, Map<Object, Set<Field>>> entry : byRecord.entrySet()) {
            Model model = sql.catalog().known(entry.getKey());
            for (RecordRow row : RowWriter.lock(unit, model, entry.getValue().keySet(), "FOR NO KEY UPDATE")) {
                setNull(unit, row, Objects.requireNonNull(entry.getValue().get(row.id())), deletion);
            }
        }
    }

    private void setNull(UnitOfWork unit, RecordRow row, Set<Field> references, Deletion deletion) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(row.values());
        List<Field> changed = new ArrayList<>();
        for (Field field : references) {
            if (deletion.losesReference(row, field)) {
                values.put(field.name(), null);
                changed.add(field);
            }
        }
        if (!changed.isEmpty()) {
            RowWriter.Row written = writer.update(unit, row, new Draft(values, changed, List.of()));
            if (written == null) {
                throw new StaleCatalog();
            }
            RowWriter.keep(unit, written, Change.Op.UPDATE, Images.before(changed, row.values()), null);
        }
    }

    private Map<DeletionOrder.Key, RowWriter.Row> mark(UnitOfWork unit, Deletion deletion) throws SQLException {
        Map<DeletionOrder.Key, RowWriter.Row> marked = new HashMap<>();
        for (String name : deletion.doomed().keySet()) {
            Model model = sql.catalog().known(name);
            Set<Object> ids = deletion.marked(model);
            if (!ids.isEmpty()) {
                for (RowWriter.Row row : sql.softDelete(model).run(unit, ids).values()) {
                    marked.put(DeletionOrder.Key.of(row.record()), row);
                }
            }
        }
        return marked;
    }

    /** All of them in one statement: foreign keys are looked at when it ends, so that no order of tables has to be right. */
    private Map<DeletionOrder.Key, OffsetDateTime> erase(UnitOfWork unit, Deletion deletion) throws SQLException {
        List<Model> models = deletion.doomed().keySet().stream()
                .map(sql.catalog()::known)
                .filter(model -> !deletion.erased(model).isEmpty())
                .toList();
        Map<DeletionOrder.Key, OffsetDateTime> gone = new HashMap<>();
        if (models.isEmpty()) {
            return gone;
        }
        try (PreparedStatement statement = unit.connection().prepareStatement(deleteFrom(models))) {
            int next = 1;
            for (Model model : models) {
                statement.setArray(next++, unit.array(model.idType(), deletion.erased(model)));
                statement.setLong(next++, unit.catalogVersion());
            }
            try (ResultSet deleted = statement.executeQuery()) {
                while (deleted.next()) {
                    Model model = models.get(deleted.getInt(1));
                    gone.put(
                            new DeletionOrder.Key(model.name(), deleted.getString(2)),
                            deleted.getObject(3, OffsetDateTime.class));
                }
            }
        }
        int expected = 0;
        for (Model model : models) {
            expected += deletion.erased(model).size();
            bury(unit, model, deletion.erasedRows(model));
        }
        if (gone.size() != expected) {
            throw new StaleCatalog();
        }
        return gone;
    }

    private static String deleteFrom(List<Model> models) {
        List<String> deletes = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (Model model : models) {
            String name = "d" + deletes.size();
            selects.add("SELECT " + deletes.size() + ", id, at FROM " + name);
            deletes.add(name + " AS (DELETE FROM " + model.table() + " t WHERE t.\"id\" = ANY(?)"
                    + " AND " + Sql.CATALOG_VERSION + " = ? RETURNING t.\"id\"::text AS id,"
                    + " greatest(clock_timestamp(), t.\"updatedAt\" + interval '1 microsecond') AS at)");
        }
        return "WITH " + String.join(", ", deletes) + " " + String.join(" UNION ALL ", selects);
    }

    private static void bury(UnitOfWork unit, Model model, Collection<RecordRow> rows) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(BURY)) {
            statement.setInt(1, model.number());
            statement.setArray(
                    2, unit.textArray(rows.stream().map(RecordRow::id).toList()));
            Object[] versions = rows.stream().map(row -> row.version() + 1).toArray();
            statement.setArray(3, unit.connection().createArrayOf("int8", versions));
            statement.executeUpdate();
        }
    }
}
