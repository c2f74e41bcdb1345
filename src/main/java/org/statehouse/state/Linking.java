package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Problem;
import org.statehouse.problem.Violation;

/**
 * Links of many-to-many relationships, written inside a unit of work. The owner's row is locked by the caller, so that the
 * links of one owner change one after the other.
 */
final class Linking {

    /** Missing ids that are named in one answer. */
    static final int MAX_NAMED = 100;

    private final Catalog catalog;

    Linking(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Makes the links of an owner those of a body; gives what has changed. */
    List<LinkChange> replace(UnitOfWork unit, Model owner, Object ownerId, Map<String, Set<Object>> wanted)
            throws SQLException {
        List<LinkChange> changes = new ArrayList<>();
        for (Map.Entry<String, Set<Object>> links : wanted.entrySet()) {
            Relationship relationship = owner.relationships().get(links.getKey());
            if (relationship == null) {
                throw new IllegalStateException("No relationship " + links.getKey());
            }
            Set<Object> gone = linked(unit, relationship, ownerId);
            gone.removeAll(links.getValue());
            LinkChange change = change(unit, relationship, ownerId, links.getValue(), gone);
            if (!change.isEmpty()) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** Adds and removes links of an owner; what is so already stays so. */
    LinkChange change(UnitOfWork unit, Relationship relationship, Object ownerId, Set<Object> add, Set<Object> remove)
            throws SQLException {
        Model target = catalog.known(relationship.target());
        requireTargets(unit, relationship, target, add);
        String into =
                "INSERT INTO " + relationship.table() + " (\"owner\", \"other\") SELECT ?, x.id FROM unnest(?) AS x(id)"
                        + " ON CONFLICT DO NOTHING RETURNING \"other\"";
        String from = "DELETE FROM " + relationship.table()
                + " WHERE \"owner\" = ? AND \"other\" = ANY(?) RETURNING \"other\"";
        IdType idType = target.idType();
        return new LinkChange(
                relationship,
                idType,
                add.isEmpty() ? Set.of() : run(unit, into, ownerId, idType, add),
                remove.isEmpty() ? Set.of() : run(unit, from, ownerId, idType, remove));
    }

    private static Set<Object> run(UnitOfWork unit, String sql, Object ownerId, IdType idType, Set<Object> ids)
            throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.setObject(1, ownerId);
            statement.setArray(2, unit.array(idType, ids));
            return ids(statement, idType);
        }
    }

    private Set<Object> linked(UnitOfWork unit, Relationship relationship, Object ownerId) throws SQLException {
        String sql = "SELECT \"other\" FROM " + relationship.table() + " WHERE \"owner\" = ?";
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.setObject(1, ownerId);
            return ids(statement, catalog.known(relationship.target()).idType());
        }
    }

    /** The other side is live and locked against deletes, in the order of ids, before anything refers to it. */
    private static void requireTargets(UnitOfWork unit, Relationship relationship, Model target, Set<Object> ids)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String sql = "SELECT t.\"id\" FROM " + target.table() + " t WHERE t.\"id\" = ANY(?)" + target.andLive("t")
                + " ORDER BY t.\"id\" FOR KEY SHARE";
        Set<Object> missing = new LinkedHashSet<>(ids);
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.setArray(1, unit.array(target.idType(), ids));
            missing.removeAll(ids(statement, target.idType()));
        }
        if (!missing.isEmpty()) {
            throw missing(relationship, target, missing);
        }
    }

    /** 422 with those ids of links that lead nowhere. */
    static RuntimeException missing(Relationship relationship, Model target, Set<Object> ids) {
        List<Violation> violations = ids.stream()
                .limit(MAX_NAMED)
                .map(id -> missing(relationship, target, id.toString()))
                .toList();
        return Problem.invalid(violations).exception();
    }

    static Violation missing(Relationship relationship, Model target, String id) {
        return Violation.of(
                relationship.name(),
                "exists",
                relationship.label() + " refers to " + target.name() + " " + id + ", which does not exist"
                        + (target.softDelete() ? " or is deleted" : ""),
                Map.of("model", target.name(), "id", id));
    }

    private static Set<Object> ids(PreparedStatement statement, IdType idType) throws SQLException {
        Set<Object> ids = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object id = idType.read(rows, 1);
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }
}
