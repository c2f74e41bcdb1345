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
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.OnDelete;
import org.statehouse.metadata.Relationship;

/** What a delete means for many-to-many links. A link is its owner's: it goes with it, and is an owner's change else. */
final class LinkDeletion {

    /** Links of owners that stay that one delete may take from one relationship. */
    static final int MAX_LINKS = 100_000;

    private LinkDeletion() {}

    /** Links from owners that stay, where the relationship restricts. */
    static List<Restriction> restrictions(Catalog catalog, UnitOfWork unit, Model target, Deletion deletion)
            throws SQLException {
        List<Restriction> restricting = new ArrayList<>();
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
                        long count = rows.getLong(1);
                        if (count > 0) {
                            restricting.add(new Restriction(owner.name(), relationship.name(), count, 0));
                        }
                    }
                }
            }
        }
        return restricting;
    }

    /** Finds the owners that stay and have links to what goes: no new ones come, as what goes is locked. */
    static void collectOwners(Catalog catalog, UnitOfWork unit, Model target, Deletion deletion) throws SQLException {
        for (Relationship relationship : incoming(catalog, target)) {
            Model owner = catalog.known(relationship.model());
            String select = "SELECT \"owner\" FROM " + relationship.table()
                    + " WHERE \"other\" = ANY(?) AND \"owner\" <> ALL(?) LIMIT " + (MAX_LINKS + 1);
            try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
                statement.setArray(1, unit.array(target.idType(), deletion.idsOf(target)));
                statement.setArray(2, unit.array(owner.idType(), deletion.idsOf(owner)));
                Set<Object> owners = new LinkedHashSet<>();
                int links = 0;
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        owners.add(Objects.requireNonNull(owner.idType().read(rows, 1)));
                        links++;
                    }
                }
                deletion.affect(owner, owners);
                if (links > MAX_LINKS) {
                    throw Deletion.tooMany(owner, MAX_LINKS, "links");
                }
                deletion.owners().put(relationship, owners);
            }
        }
    }

    /** Removes the links of records that go; owners that stay get a version and a change for those that were there. */
    static void unlink(Catalog catalog, UnitOfWork unit, RowWriter writer, Model model, Deletion deletion)
            throws SQLException {
        for (Relationship relationship : incoming(catalog, model)) {
            Set<Object> ids = deletion.owners().getOrDefault(relationship, Set.of());
            if (ids.isEmpty()) {
                continue;
            }
            Model owner = catalog.known(relationship.model());
            List<RecordRow> owners = RowWriter.lock(unit, owner, ids, "FOR NO KEY UPDATE");
            Map<Object, LinkChange> changes = new LinkedHashMap<>();
            new LinkTable(catalog, relationship)
                    .deleteBetween(unit, ids, deletion.idsOf(model))
                    .forEach((link, values) -> changes.computeIfAbsent(
                                    link.owner(), id -> LinkChange.none(relationship, model.idType()))
                            .removed()
                            .put(link.other(), values));
            writer.linked(unit, owners, changes);
        }
        for (Relationship relationship : model.relationships().values()) {
            if (relationship.kind() == Relationship.Kind.MANY_TO_MANY && relationship.owner()) {
                removeOf(unit, relationship, model, deletion.idsOf(model));
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

    private static void removeOf(UnitOfWork unit, Relationship relationship, Model owner, Set<Object> ids)
            throws SQLException {
        String delete = "DELETE FROM " + relationship.table() + " WHERE \"owner\" = ANY(?)";
        try (PreparedStatement statement = unit.connection().prepareStatement(delete)) {
            statement.setArray(1, unit.array(owner.idType(), ids));
            statement.executeUpdate();
        }
    }
}
