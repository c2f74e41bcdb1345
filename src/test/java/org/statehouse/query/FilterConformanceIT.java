package org.statehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.Shop;
import org.statehouse.testkit.PostgresServer;

/** A filter holds in memory exactly where it holds in PostgreSQL: each operator, on each attribute, with each value. */
class FilterConformanceIT {

    private static final Model MODEL = Shop.model("order");
    private static final int LISTED = 3;

    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
    private final ShopRows rows = new ShopRows(seed);
    private final DataSource database = PostgresServer.shared().newDatabase("filter_conformance");

    @Test
    void every_operator_finds_the_same_records_in_memory_as_in_postgresql() throws SQLException {
        rows.store(database);
        Set<Operator> seen = new LinkedHashSet<>();
        try (Connection connection = database.getConnection()) {
            for (String name : PathReader.names(MODEL)) {
                Attribute attribute = Objects.requireNonNull(PathReader.attribute(MODEL, name));
                List<Object> values = values(attribute);
                for (Operator operator : attribute.operators()) {
                    seen.add(operator);
                    for (List<Object> with : operands(operator, values)) {
                        Filter filter = new Filter.Compare(Path.to(attribute), operator, with);
                        compare(connection, filter);
                        compare(connection, new Filter.Not(filter));
                    }
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(Operator.values());
    }

    private void compare(Connection connection, Filter filter) throws SQLException {
        List<Object> expected = rows.of("order").stream()
                .filter(row -> InMemoryFilter.holds(filter, path -> rows.value(row, path)))
                .<Object>map(row -> Objects.requireNonNull(row.get("id")))
                .sorted()
                .toList();
        assertThat(found(connection, filter)).as("seed %d: %s", seed, filter).isEqualTo(expected);
    }

    private static List<Object> found(Connection connection, Filter filter) throws SQLException {
        Joins joins = new Joins(Shop.CATALOG, Tables.NOW);
        SqlText where = new SqlText();
        new FilterSql(where, joins).add(filter);
        SqlText sql = new SqlText()
                .add("SELECT t.\"id\" FROM " + MODEL.table() + " t" + joins.text() + " WHERE ")
                .add(where)
                .add(" ORDER BY 1");
        List<Object> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql.text())) {
            sql.bind(select);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }

    /** Values that records have, and what filters of texts look for. */
    private List<Object> values(Attribute attribute) {
        Set<Object> values = new LinkedHashSet<>();
        for (int i = 0; i < 200; i++) {
            values.add(rows.any(attribute));
        }
        return List.copyOf(values);
    }

    private static List<List<Object>> operands(Operator operator, List<Object> values) {
        boolean ofSets = Operator.SET.contains(operator) && !Operator.ANY.contains(operator);
        return switch (operator.arity()) {
            case FLAG -> List.of(List.of());
            case ONE ->
                values.stream()
                        .filter(value -> !ofSets || !value.equals(List.of()))
                        .map(List::of)
                        .toList();
            case TWO ->
                values.stream()
                        .flatMap(low -> values.stream().limit(LISTED).map(high -> List.of(low, high)))
                        .toList();
            case MANY ->
                values.stream()
                        .map(one -> List.of(one, values.get(0), values.get(values.size() - 1)))
                        .toList();
        };
    }
}
