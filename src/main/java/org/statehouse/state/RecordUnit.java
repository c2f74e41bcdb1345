package org.statehouse.state;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Change;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/** Creates and changes of single records as steps of a unit of work: with links, with ids of clients, under a lock. */
final class RecordUnit {

    private final RecordSql sql;
    private final RowWriter writer;
    private final Linking linking;

    RecordUnit(RecordSql sql) {
        this.sql = sql;
        this.writer = new RowWriter(sql);
        this.linking = new Linking(sql.catalog());
    }

    /** A new record with its links. */
    RecordRow create(UnitOfWork unit, Model model, @Nullable Object id, RecordBody body) throws SQLException {
        long predecessor = 0;
        if (id != null && model.idAssigned() == Model.IdAssigned.CLIENT) {
            unit.lockIds(model, List.of(id));
            predecessor = RowWriter.predecessors(unit, model, List.of(id)).getOrDefault(id.toString(), 0L);
        }
        return create(unit, model, id, predecessor, body, Draft.create(model, body));
    }

    /** The same where the id is locked and its predecessor known. */
    RecordRow create(UnitOfWork unit, Model model, @Nullable Object id, long predecessor, RecordBody body, Draft draft)
            throws SQLException {
        RecordRules.requireValid(unit.connection(), sql.catalog(), draft);
        requireNotDeleted(unit, model, id, draft);
        RowWriter.Row row = writer.insert(unit, model, id, predecessor, draft);
        if (row == null) {
            throw unexplained(unit, draft);
        }
        List<LinkChange> links = linking.replace(unit, model, row.record().id(), body.links());
        RowWriter.keep(unit, row, Change.Op.CREATE, null, links.isEmpty() ? null : Images.links(links));
        return row.record();
    }

    /** Only ids that clients give can be those of records that are deleted softly. */
    private void requireNotDeleted(UnitOfWork unit, Model model, @Nullable Object id, Draft draft) throws SQLException {
        if (!model.softDelete() || id == null || model.idAssigned() == Model.IdAssigned.SERVER) {
            return;
        }
        RecordRow held = RecordStore.find(unit.connection(), model, id);
        if (held != null && !held.live()) {
            RecordRules.requireReferences(unit.connection(), sql.catalog(), draft);
            throw RecordRules.heldByDeleted(model, id);
        }
    }

    /** Makes a deleted record that is locked live again; itself only, not what went with it. */
    RecordRow restore(UnitOfWork unit, RecordRow current) throws SQLException {
        RowWriter.Row row = writer.restore(unit, current);
        if (row == null) {
            RecordRules.requireReferences(
                    unit.connection(), sql.catalog(), current.model().fields().values(), RowWriter.othersOf(current));
            throw new StaleCatalog();
        }
        RowWriter.keep(unit, row, Change.Op.RESTORE, null, null);
        return row.record();
    }

    /** Changes a record that is locked; the same record when nothing differs. */
    RecordRow change(UnitOfWork unit, RecordRow current, RecordBody body, Draft draft) throws SQLException {
        RecordRules.requireValid(unit.connection(), sql.catalog(), draft);
        List<LinkChange> links = linking.replace(unit, current.model(), current.id(), body.links());
        if (draft.changed().isEmpty() && links.isEmpty()) {
            return current;
        }
        RowWriter.Row row = writer.update(unit, current, draft);
        if (row == null) {
            throw unexplained(unit, draft);
        }
        String before = draft.changed().isEmpty() ? null : Images.before(draft.changed(), current.values());
        Change.Op op = draft.changed().isEmpty() ? opOf(links) : Change.Op.UPDATE;
        RowWriter.keep(unit, row, op, before, links.isEmpty() ? null : Images.links(links));
        return row.record();
    }

    /** Adds and removes links of locked owners of one model; gives them as they are then, in the same order. */
    List<RecordRow> link(
            UnitOfWork unit, List<RecordRow> owners, Relationship relationship, Map<Object, Linking.Wanted> wanted)
            throws SQLException {
        Map<Object, LinkChange> changes = linking.change(unit, relationship, wanted);
        changes.values().removeIf(LinkChange::isEmpty);
        return writer.linked(unit, owners, changes);
    }

    private RuntimeException unexplained(UnitOfWork unit, Draft draft) throws SQLException {
        RecordRules.requireReferences(unit.connection(), sql.catalog(), draft);
        return new StaleCatalog();
    }

    static Change.Op opOf(List<LinkChange> links) {
        return links.stream().allMatch(LinkChange::onlyRemoves) ? Change.Op.UNLINK : Change.Op.LINK;
    }

    /** The old values of all fields, as a delete leaves them in the log. */
    static String everything(RecordRow row) {
        List<Field> fields = List.copyOf(row.model().fields().values());
        Map<String, @Nullable Object> values = row.values();
        return Images.before(fields, values);
    }
}
