package org.statehouse.state;

import java.sql.Connection;
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
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.Expand;
import org.statehouse.query.QueryLimits;

/**
 * Reads what belongs to records, one statement for each reference or relationship whatever the number of records. The
 * connection's transaction must see one snapshot.
 */
final class ExpansionReader {

    private final Connection connection;
    private int left = QueryLimits.MAX_EXPANDED_RECORDS;

    ExpansionReader(Connection connection) {
        this.connection = connection;
    }

    Expanded read(Expand expand, List<RecordRow> records) throws SQLException {
        if (expand.isEmpty() || records.isEmpty()) {
            return Expanded.NOTHING;
        }
        Map<String, Expanded.Branch> branches = new LinkedHashMap<>();
        for (Map.Entry<String, Expand.Edge> edge : expand.edges().entrySet()) {
            branches.put(edge.getKey(), branch(edge.getValue(), records));
        }
        return new Expanded(branches);
    }

    private Expanded.Branch branch(Expand.Edge edge, List<RecordRow> records) throws SQLException {
        Reached reached;
        if (edge instanceof Expand.ToOne one) {
            reached = referenced(one, records);
        } else if (edge instanceof Expand.ToMany many) {
            reached = related(many, records);
        } else {
            throw new IllegalArgumentException(edge.toString());
        }
        Map<Object, RecordRow> distinct = new LinkedHashMap<>();
        reached.records().values().forEach(rows -> rows.forEach(row -> distinct.putIfAbsent(row.id(), row)));
        Expanded nested = read(edge.nested(), List.copyOf(distinct.values()));
        return new Expanded.Branch(edge, reached.records(), reached.links(), nested);
    }

    /** What was found, and the fields of the links to it, each list in the same order; see {@link Expanded.Branch}. */
    private record Reached(
            Map<Object, List<RecordRow>> records, Map<Object, List<Map<String, @Nullable Object>>> links) {

        static Reached none() {
            return new Reached(new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    private Reached referenced(Expand.ToOne edge, List<RecordRow> records) throws SQLException {
        Set<Object> ids = new LinkedHashSet<>();
        for (RecordRow row : records) {
            Object id = row.values().get(edge.field().name());
            if (id != null) {
                ids.add(id);
            }
        }
        RecordColumns columns = RecordColumns.all(edge.target());
        IdType type = edge.target().idType();
        String sql = "SELECT t.\"id\", " + columns.list("t") + " FROM "
                + edge.target().table() + " t WHERE t.\"id\" = ANY (?) LIMIT ?";
        return ids.isEmpty() ? Reached.none() : read(sql, type, ids, columns, null);
    }

    private Reached related(Expand.ToMany edge, List<RecordRow> records) throws SQLException {
        Set<Object> ids = new LinkedHashSet<>();
        records.forEach(row -> ids.add(row.id()));
        IdType own = records.get(0).model().idType();
        RecordColumns columns = RecordColumns.all(edge.target());
        LinkColumns links = edge.relationship().links() == null ? null : new LinkColumns(edge.relationship());
        return read(relatedSql(edge, columns), own, ids, columns, links);
    }

    private static String relatedSql(Expand.ToMany edge, RecordColumns columns) {
        Relationship relationship = edge.relationship();
        String from = " FROM " + edge.target().table() + " t";
        return switch (relationship.kind()) {
            case ONE_TO_ONE, ONE_TO_MANY -> {
                String owner = Sql.column("t", relationship.inverse());
                yield "SELECT " + owner + ", " + columns.list("t") + from + " WHERE " + owner + " = ANY (?)"
                        + edge.target().andLive("t") + " ORDER BY t.\"id\" LIMIT ?";
            }
            case MANY_TO_MANY -> {
                String owner = Sql.column("l", relationship.ownColumn());
                yield "SELECT " + owner + ", " + columns.list("t") + new LinkColumns(relationship).more("l") + from
                        + " JOIN " + relationship.table() + " l ON t.\"id\" = "
                        + Sql.column("l", relationship.otherColumn()) + " WHERE " + owner
                        + " = ANY (?) ORDER BY t.\"id\" LIMIT ?";
            }
        };
    }

    private Reached read(String sql, IdType type, Set<Object> ids, RecordColumns columns, @Nullable LinkColumns links)
            throws SQLException {
        Reached found = Reached.none();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf(type.castType(), ids.toArray()));
            statement.setInt(2, left + 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (--left < 0) {
                        throw tooMany();
                    }
                    Object key = Objects.requireNonNull(type.read(rows, 1));
                    found.records().computeIfAbsent(key, k -> new ArrayList<>()).add(columns.read(rows, 2));
                    if (links != null) {
                        Map<String, @Nullable Object> values = links.read(rows, 2 + columns.count());
                        found.links()
                                .computeIfAbsent(key, k -> new ArrayList<>())
                                .add(values);
                    }
                }
            }
        }
        return found;
    }

    /** The answer would have more records than an expansion may give. */
    static ProblemException tooMany() {
        String message = "expands to more than " + QueryLimits.MAX_EXPANDED_RECORDS
                + " records; ask for a smaller limit or fewer expansions";
        return Problem.of(ProblemType.BAD_QUERY, "expand: " + message)
                .with("errors", List.of(Map.of("parameter", "expand", "message", message)))
                .exception();
    }
}
