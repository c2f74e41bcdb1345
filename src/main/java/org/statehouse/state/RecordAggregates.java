package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.log.SnapshotPosition;
import org.statehouse.metadata.Catalog;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.AggregateQuery;
import org.statehouse.query.AggregateSql;
import org.statehouse.query.Figure;
import org.statehouse.query.Path;
import org.statehouse.query.QueryLimits;
import org.statehouse.query.QueryString;
import org.statehouse.query.SqlText;

/** Figures of groups of records, as JSON: {@code {data: [{group, count, sum: {…}}], page: {limit, more}, position}}. */
public class RecordAggregates {

    /** numeric_value_out_of_range: the sum of floats that none of them holds. */
    private static final String BEYOND = "22003";

    private final DataSource dataSource;
    private final LogPositions positions;
    private final CatalogRuns catalogs;

    public RecordAggregates(DataSource dataSource, LogPositions positions, CatalogRuns catalogs) {
        this.dataSource = dataSource;
        this.positions = positions;
        this.catalogs = catalogs;
    }

    /** The values of one group, then its figures. */
    private record Group(List<@Nullable Object> values) {}

    /** The answer to a query string; 400 {@code bad-query}, 400 {@code query-too-costly}. */
    public byte[] read(Caller caller, String model, QueryString text) {
        return catalogs.compared(caller, catalog -> {
            AggregateQuery query = AggregateQuery.read(catalog, catalog.model(model), text);
            try {
                return positions.read(position ->
                        ReadTransaction.single(dataSource, connection -> read(connection, catalog, query, position)));
            } catch (SQLException failure) {
                if (BEYOND.equals(failure.getSQLState())) {
                    throw Problem.of(
                                    ProblemType.BAD_QUERY,
                                    "A figure is beyond what a float can hold; filter for fewer or smaller values")
                            .exception();
                }
                throw failure;
            }
        });
    }

    private static byte[] read(Connection connection, Catalog catalog, AggregateQuery query, SnapshotPosition position)
            throws SQLException {
        SqlText here = new SqlText()
                .add(
                        position.sql(),
                        SnapshotPosition.PARAMETERS,
                        (statement, first) -> position.bind(statement, first));
        SqlText sql = AggregateSql.of(catalog, query, here);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            statement.setQueryTimeout(QueryLimits.MAX_SECONDS);
            sql.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return answer(rows, catalog, query, position);
            }
        }
    }

    private static byte[] answer(ResultSet rows, Catalog catalog, AggregateQuery query, SnapshotPosition position)
            throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException("The statement of an aggregate gives one row at least");
        }
        StaleCatalog.requireSame(catalog.version(), rows.getLong(1));
        String cursor = position.cursor(rows, 2).text();
        List<Group> groups = new ArrayList<>();
        boolean more = rows.getObject(3) != null;
        while (more && groups.size() < query.limit()) {
            groups.add(group(rows, query));
            more = rows.next();
        }
        boolean further = more;
        return Json.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Group group : groups) {
                write(out, query, group);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("page");
            out.writeNumberField("limit", query.limit());
            out.writeBooleanField("more", further);
            out.writeEndObject();
            out.writeStringField("position", cursor);
            out.writeEndObject();
        });
    }

    private static Group group(ResultSet row, AggregateQuery query) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int column = AggregateSql.FIRST;
        for (Path path : query.groupBy()) {
            values.add(path.attribute().read(row, column++));
        }
        for (Figure figure : query.figures()) {
            values.add(figure.read(row, column++));
        }
        return new Group(values);
    }

    private static void write(JsonGenerator out, AggregateQuery query, Group group) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("group");
        int column = 0;
        for (Path path : query.groupBy()) {
            out.writeFieldName(path.text());
            Object value = group.values().get(column++);
            if (value == null) {
                out.writeNull();
            } else {
                path.attribute().toJson(out, value);
            }
        }
        out.writeEndObject();
        String open = "";
        for (Figure figure : query.figures()) {
            Path path = figure.path();
            if (!open.isEmpty() && !open.equals(figure.member())) {
                out.writeEndObject();
                open = "";
            }
            if (path != null && open.isEmpty()) {
                open = figure.member();
                out.writeObjectFieldStart(open);
            }
            out.writeFieldName(path == null ? figure.member() : path.text());
            figure.write(out, group.values().get(column++));
        }
        if (!open.isEmpty()) {
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
