package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
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
 * records, those that refer before those referred to. Every id leaves a tombstone, so that versions never restart.
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
            LinkDeletion.unlink(sql.catalog(), unit, writer, known, deletion.idsOf(known), deletion);
        }
        setNull(unit, deletion);
        List<String> order = new ArrayList<>(deletion.doomed().keySet());
        Collections.reverse(order);
        for (String model : order) {
            cutReferencesAmongThem(unit, sql.catalog().known(model), deletion);
        }
        for (String model : order) {
            deleteRows(unit, sql.catalog().known(model), deletion);
        }
    }

    private void setNull(UnitOfWork unit, Deletion deletion) throws SQLException {
        Map<String, Map<Object, Set<Field>>> byRecord = new LinkedHashMap<>();
        for (Map.Entry<Field, Set<Object>> entry : deletion.nulled().entrySet()) {
            Model model = deletion.modelOf(entry.getKey());
            Set<Object> staying = new LinkedHashSet<>(entry.getValue());
            staying.removeAll(deletion.idsOf(model));
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
            Object refersTo = row.values().get(field.name());
            Model target = sql.catalog().known(field.referenced().model());
            if (refersTo != null && deletion.idsOf(target).contains(refersTo)) {
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

    /** Records that refer to each other in a circle can only be deleted when the circle is cut. They are going anyway. */
    private void cutReferencesAmongThem(UnitOfWork unit, Model model, Deletion deletion) throws SQLException {
        for (Field field : model.fields().values()) {
            Field.Reference reference = field.reference();
            if (reference == null
                    || field.required()
                    || reference.model().equals(model.name())
                    || !deletion.doomed().containsKey(reference.model())) {
                continue;
            }
            String update =
                    "UPDATE " + model.table() + " SET " + Sql.quote(field.name()) + " = NULL WHERE \"id\" = ANY(?)";
            try (PreparedStatement statement = unit.connection().prepareStatement(update)) {
                statement.setArray(1, unit.array(model.idType(), deletion.idsOf(model)));
                statement.executeUpdate();
            }
        }
    }

    private void deleteRows(UnitOfWork unit, Model model, Deletion deletion) throws SQLException {
        Map<Object, RecordRow> rows = Objects.requireNonNull(deletion.doomed().get(model.name()));
        String delete = "DELETE FROM " + model.table() + " t WHERE t.\"id\" = ANY(?)"
                + " AND (SELECT h.version FROM statehouse.catalog_head h) = ?"
                + " RETURNING t.\"id\", greatest(clock_timestamp(), t.\"updatedAt\" + interval '1 microsecond')";
        Map<Object, OffsetDateTime> gone = new LinkedHashMap<>();
        try (PreparedStatement statement = unit.connection().prepareStatement(delete)) {
            statement.setArray(1, unit.array(model.idType(), rows.keySet()));
            statement.setLong(2, unit.catalogVersion());
            try (ResultSet deleted = statement.executeQuery()) {
                while (deleted.next()) {
                    Object id = Objects.requireNonNull(model.idType().read(deleted, 1));
                    gone.put(id, deleted.getObject(2, OffsetDateTime.class));
                }
            }
        }
        if (gone.size() != rows.size()) {
            throw new StaleCatalog();
        }
        bury(unit, model, rows.values());
        gone.forEach((id, at) -> {
            RecordRow row = Objects.requireNonNull(rows.get(id));
            unit.changed(model, id, row.version() + 1, at, Change.Op.DELETE, null, RecordUnit.everything(row), null);
        });
    }

    private static void bury(UnitOfWork unit, Model model, java.util.Collection<RecordRow> rows) throws SQLException {
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
