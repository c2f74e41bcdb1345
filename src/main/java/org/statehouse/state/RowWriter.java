package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.log.Change;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/** Writes single rows inside a unit of work, and keeps their changes for its append. */
final class RowWriter {

    private static final String TOMBSTONES =
            "SELECT record_id, version FROM statehouse.tombstone WHERE model = ? AND record_id = ANY(?)";

    private final RecordSql sql;

    RowWriter(RecordSql sql) {
        this.sql = sql;
    }

    /** A row and its image, as they are after a write; the change is the caller's to keep. */
    record Row(RecordRow record, String image) {}

    /**
     * Inserts a row. Ids that clients give must have been locked before.
     *
     * @param predecessor the last version of a deleted record with the same id, 0 if there was none
     * @return null when a reference leads nowhere, which the caller explains
     */
    @Nullable
    Row insert(UnitOfWork unit, Model model, @Nullable Object id, long predecessor, Draft draft) throws SQLException {
        return write(unit, sql.create(model), RowTarget.create(id, predecessor + 1), draft.values());
    }

    /** Updates a row that is locked. */
    @Nullable
    Row update(UnitOfWork unit, RecordRow current, Draft draft) throws SQLException {
        RowStatement statement = sql.update(current.model(), draft.changed());
        return write(unit, statement, RowTarget.of(current), draft.values());
    }

    /**
     * Makes a locked row live again, with other values where they are changed. A reference to the record itself leads to a live record once it is done.
     *
     * @return null when it refers to what is not live, which the caller explains
     */
    @Nullable
    Row restore(UnitOfWork unit, RecordRow current, Draft draft) throws SQLException {
        RowStatement statement = sql.restore(current.model(), draft.changed());
        Map<String, @Nullable Object> others = othersOf(current, draft.values());
        return write(unit, statement, RowTarget.of(current), draft.values(), others);
    }

    /** Values of a record without its references to itself. */
    static Map<String, @Nullable Object> othersOf(RecordRow row, Map<String, @Nullable Object> all) {
        Map<String, @Nullable Object> values = new HashMap<>(all);
        for (Field field : row.model().fields().values()) {
            Field.Reference reference = field.reference();
            if (reference != null
                    && reference.model().equals(row.model().name())
                    && row.id().equals(values.get(field.name()))) {
                values.put(field.name(), null);
            }
        }
        return values;
    }

    private static @Nullable Row write(
            UnitOfWork unit, RowStatement statement, RowTarget target, Map<String, @Nullable Object> values)
            throws SQLException {
        return write(unit, statement, target, values, values);
    }

    /** @param parents the references that must lead to live records, among the values */
    private static @Nullable Row write(
            UnitOfWork unit,
            RowStatement statement,
            RowTarget target,
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> parents)
            throws SQLException {
        try (PreparedStatement write = unit.connection().prepareStatement(statement.unit())) {
            statement.bind(write, target, values, parents, unit.caller(), unit.catalogVersion());
            try (ResultSet rows = write.executeQuery()) {
                return rows.next() ? new Row(statement.columns().read(rows, 2), rows.getString(1)) : null;
            }
        }
    }

    /** The last versions of deleted records, by id as text. */
    static Map<String, Long> predecessors(UnitOfWork unit, Model model, Collection<?> ids) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        try (PreparedStatement select = unit.connection().prepareStatement(TOMBSTONES)) {
            select.setInt(1, model.number());
            select.setArray(2, unit.textArray(ids));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    versions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return versions;
    }

    /** Locks a row against changes, but not against references to it. */
    static @Nullable RecordRow lock(UnitOfWork unit, Model model, Object id) throws SQLException {
        List<RecordRow> rows = lock(unit, model, List.of(id), "FOR NO KEY UPDATE");
        return rows.isEmpty() ? null : rows.get(0);
    }

    /** Locks rows in the order of their ids. */
    static List<RecordRow> lock(UnitOfWork unit, Model model, Collection<?> ids, String strength) throws SQLException {
        RecordColumns columns = RecordColumns.all(model);
        String select = columns.selectWhereId() + "ANY(?) ORDER BY t.\"id\" " + strength + " OF t";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(model.idType(), ids));
            try (ResultSet rows = statement.executeQuery()) {
                List<RecordRow> locked = new ArrayList<>();
                while (rows.next()) {
                    locked.add(columns.read(rows, 1));
                }
                Failpoint.RECORDS_LOCKED.reach();
                return locked;
            }
        }
    }

    /** Raises the version of a locked row whose fields stay as they are. */
    Row touch(UnitOfWork unit, RecordRow current) throws SQLException {
        Row row = update(unit, current, new Draft(current.values(), List.of(), List.of()));
        if (row == null) {
            throw new StaleCatalog();
        }
        return row;
    }

    /**
     * Raises the versions of locked owners whose links have changed, and keeps a change of each.
     *
     * @param changes by owner's id; owners without one stay as they are
     * @return all owners, in the same order
     */
    List<RecordRow> linked(UnitOfWork unit, List<RecordRow> owners, Map<Object, LinkChange> changes)
            throws SQLException {
        List<RecordRow> after = new ArrayList<>();
        for (RecordRow owner : owners) {
            LinkChange change = changes.get(owner.id());
            if (change == null) {
                after.add(owner);
            } else {
                Row row = touch(unit, owner);
                keep(unit, row, RecordUnit.opOf(List.of(change)), null, Images.links(List.of(change)));
                after.add(row.record());
            }
        }
        return after;
    }

    static void keep(UnitOfWork unit, Row row, Change.Op op, @Nullable String before, @Nullable String links) {
        RecordRow record = row.record();
        unit.changed(record.model(), record.id(), record.version(), record.updatedAt(), op, row.image(), before, links);
    }
}
