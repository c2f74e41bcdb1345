package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;

/** The link table of a relationship, seen from its owner. Each call is one statement, however many links it is about. */
final class LinkTable {

    private final Relationship relationship;
    private final IdType ownerType;
    private final IdType otherType;
    private final LinkColumns columns;

    LinkTable(Catalog catalog, Relationship relationship) {
        this.relationship = relationship;
        this.ownerType = catalog.known(relationship.model()).idType();
        this.otherType = catalog.known(relationship.target()).idType();
        this.columns = new LinkColumns(relationship);
    }

    /** One link by its two ends. */
    record Link(Object owner, Object other) {}

    IdType otherType() {
        return otherType;
    }

    /** The links of some owners, with their values. */
    Map<Link, Map<String, @Nullable Object>> read(UnitOfWork unit, Collection<?> owners) throws SQLException {
        String select = "SELECT l.\"owner\", l.\"other\"" + columns.more("l") + " FROM " + relationship.table()
                + " l WHERE l.\"owner\" = ANY(?)";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(ownerType, owners));
            return links(statement);
        }
    }

    /** Those among them that lead to some others. */
    Map<Link, Map<String, @Nullable Object>> read(UnitOfWork unit, Collection<?> owners, Collection<?> others)
            throws SQLException {
        String select = "SELECT l.\"owner\", l.\"other\"" + columns.more("l") + " FROM " + relationship.table()
                + " l WHERE l.\"owner\" = ANY(?) AND l.\"other\" = ANY(?)";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(ownerType, owners));
            statement.setArray(2, unit.array(otherType, others));
            return links(statement);
        }
    }

    /** Makes links, or gives those that are there these values. */
    void write(UnitOfWork unit, Map<Link, Map<String, @Nullable Object>> links) throws SQLException {
        List<String> names = new ArrayList<>(List.of("\"owner\"", "\"other\""));
        List<String> sources = new ArrayList<>(List.of("x.owner", "x.other"));
        List<String> changes = new ArrayList<>();
        for (Field field : columns.fields()) {
            String name = Sql.quote(field.name());
            names.add(name);
            sources.add(BatchDocuments.value(field));
            changes.add(name + " = excluded." + name);
        }
        String insert = "INSERT INTO " + relationship.table() + " (" + String.join(", ", names) + ") SELECT "
                + String.join(", ", sources) + " FROM (SELECT u.owner, u.other, u.doc::jsonb AS doc FROM unnest(?::"
                + ownerType.castType() + "[], ?::" + otherType.castType()
                + "[], ?::text[]) AS u(owner, other, doc)) x ON CONFLICT (\"owner\", \"other\") DO "
                + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", changes));
        try (PreparedStatement statement = unit.connection().prepareStatement(insert)) {
            bindEnds(unit, statement, links.keySet());
            Object[] documents = links.values().stream()
                    .map(values -> BatchDocuments.ofLink(columns.fields(), values))
                    .toArray();
            statement.setArray(3, unit.connection().createArrayOf("text", documents));
            statement.executeUpdate();
        }
    }

    /** Removes links. */
    void delete(UnitOfWork unit, Collection<Link> links) throws SQLException {
        String delete = "DELETE FROM " + relationship.table() + " l USING unnest(?::" + ownerType.castType() + "[], ?::"
                + otherType.castType() + "[]) AS x(owner, other) WHERE l.\"owner\" = x.owner AND l.\"other\" = x.other";
        try (PreparedStatement statement = unit.connection().prepareStatement(delete)) {
            bindEnds(unit, statement, links);
            statement.executeUpdate();
        }
    }

    /** Removes all links between some owners and some others; gives those that were there, in the order of both. */
    Map<Link, Map<String, @Nullable Object>> deleteBetween(UnitOfWork unit, Collection<?> owners, Collection<?> others)
            throws SQLException {
        String delete = "WITH gone AS (DELETE FROM " + relationship.table()
                + " l WHERE l.\"owner\" = ANY(?) AND l.\"other\" = ANY(?) RETURNING l.*)"
                + " SELECT g.\"owner\", g.\"other\"" + columns.more("g") + " FROM gone g ORDER BY 1, 2";
        try (PreparedStatement statement = unit.connection().prepareStatement(delete)) {
            statement.setArray(1, unit.array(ownerType, owners));
            statement.setArray(2, unit.array(otherType, others));
            return links(statement);
        }
    }

    private void bindEnds(UnitOfWork unit, PreparedStatement statement, Collection<Link> links) throws SQLException {
        statement.setArray(
                1, unit.array(ownerType, links.stream().map(Link::owner).toList()));
        statement.setArray(
                2, unit.array(otherType, links.stream().map(Link::other).toList()));
    }

    private Map<Link, Map<String, @Nullable Object>> links(PreparedStatement statement) throws SQLException {
        Map<Link, Map<String, @Nullable Object>> links = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Object owner = Objects.requireNonNull(ownerType.read(rows, 1));
                Object other = Objects.requireNonNull(otherType.read(rows, 2));
                links.put(new Link(owner, other), columns.read(rows, 3));
            }
        }
        return links;
    }
}
