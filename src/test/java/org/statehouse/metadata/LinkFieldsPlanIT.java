package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.PostgresServer;

/** What becomes of links that exist when their relationship gets fields. */
class LinkFieldsPlanIT {

    private static final String LIST = """
            model: list
            id: { type: integer }
            fields:
              name: { type: text }
            relationships:
              items: { kind: manyToMany, model: list }
            """;

    @Test
    void links_that_exist_have_no_value_for_a_new_field_or_its_default_where_it_is_required() throws Exception {
        DataSource source = PostgresServer.shared().newDatabase("linkfields");
        PublishedFiles files = new PublishedFiles(source, Map.of("a/list.yaml", LIST));
        run(source, """
                INSERT INTO list (version, "createdAt", "createdBy", "updatedAt", "updatedBy")
                VALUES (1, now(), 'x', now(), 'x')
                """);
        run(source, "INSERT INTO list_items VALUES (1, 1)");

        String fields = "list, fields: { place: { type: integer, min: 1 },"
                + " kind: { type: enum, options: [A, B], required: true, default: B } } }";
        files.publishElsewhere(Map.of("a/list.yaml", LIST.replace("list }", fields)));

        assertThat(run(source, "SELECT concat_ws(' ', owner, coalesce(place, 0), kind) FROM list_items"))
                .isEqualTo("1 0 B");
        assertThatThrownBy(() -> run(source, "UPDATE list_items SET place = 0"))
                .hasMessageContaining("list_items_place_min_check");
    }

    private static String run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
