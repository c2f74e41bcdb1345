package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.statehouse.log.Change;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.OnDelete;
import org.statehouse.metadata.Relationship;

/** What a delete means for many-to-many links. A link is its owner's: it goes with it, and is an owner's change else. */
final class LinkDeletion {

    private LinkDeletion() {}

    /** Links from owners that stay, where the relationship restricts. */
    static List<Map<String, Object>> restrictions(Catalog catalog, UnitOfWork unit, Model target, Deletion deletion)
            throws SQLException {
        List<Map<String, Object>> restricting = new ArrayList<>();
        for (Relationship relationship : incoming(catalog, target)) {
            if (relationship.onDelete() == OnDelete.RESTRICT) {
                Model owner = catalog.known(relationship.model());
                String select = "SELECT count(DISTINCT \"owner\") FROM " + relationship.table()
                        + " WHERE \"other\" = ANY(?) AND \"owner\" <> ALL(?)";
                try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
                    statement.setArray(1, unit.array(target.idType(), deletion.idsOf(target)));
                    statement.setArray(2, unit.array(owner.idType(), deletion.idsOf(owner)));
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        Deletion.addRestriction(restricting, owner.name(), relationship.name(), rows.getLong(1));
                    }
                }
            }
        }
        return restricting;
    }

    /** Removes the links of records that go; owners that stay get a version and a change. */
    static void unlink(
            Catalog catalog, UnitOfWork unit, RowWriter writer, Model model, Set<Object> ids, Deletion deletion)
            throws SQLException {
        for (Relationship relationship : incoming(catalog, model)) {
            Model owner = catalog.known(relationship.model());
            Map<Object, Set<Object>> links = links(unit, relationship, owner, model, ids);
            links.keySet().removeAll(deletion.idsOf(owner));
            List<RecordRow> owners =
                    links.isEmpty() ? List.of() : RowWriter.lock(unit, owner, links.keySet(), "FOR NO KEY UPDATE");
            remove(unit, relationship, "other", model, ids);
            for (RecordRow row : owners) {
                LinkChange change = new LinkChange(
                        relationship, model.idType(), Set.of(), Objects.requireNonNull(links.get(row.id())));
                RowWriter.keep(unit, writer.touch(unit, row), Change.Op.UNLINK, null, Images.links(List.of(change)));
            }
        }
        for (Relationship relationship : model.relationships().values()) {
            if (relationship.kind() == Relationship.Kind.MANY_TO_MANY && relationship.owner()) {
                remove(unit, relationship, "owner", model, ids);
            }
        }
    }

    private static List<Relationship> incoming(Catalog catalog, Model target) {
        return catalog.models().values().stream()
                .flatMap(model -> model.relationships().values().stream())
                .filter(relationship -> relationship.kind() == Relationship.Kind.MANY_TO_MANY
                        && relationship.owner()
                        && relationship.target().equals(target.name()))
                .toList();
    }

    private static Map<Object, Set<Object>> links(
            UnitOfWork unit, Relationship relationship, Model owner, Model other, Set<Object> ids) throws SQLException {
        String select = "SELECT \"owner\", \"other\" FROM " + relationship.table()
                + " WHERE \"other\" = ANY(?) ORDER BY \"owner\", \"other\"";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(other.idType(), ids));
            Map<Object, Set<Object>> links = new LinkedHashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    links.computeIfAbsent(
                                    Objects.requireNonNull(owner.idType().read(rows, 1)), id -> new LinkedHashSet<>())
                            .add(Objects.requireNonNull(other.idType().read(rows, 2)));
                }
            }
            return links;
        }
    }

    private static void remove(UnitOfWork unit, Relationship relationship, String side, Model model, Set<Object> ids)
            throws SQLException {
        String delete = "DELETE FROM " + relationship.table() + " WHERE \"" + side + "\" = ANY(?)";
        try (PreparedStatement statement = unit.connection().prepareStatement(delete)) {
            statement.setArray(1, unit.array(model.idType(), ids));
            statement.executeUpdate();
        }
    }
}
