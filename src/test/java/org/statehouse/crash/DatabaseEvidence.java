package org.statehouse.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.statehouse.json.Json;

/** Reads what is in a database in one snapshot, with nothing of the server's own code. */
final class DatabaseEvidence {

    private static final String LOG = """
            SELECT position, ordinal, model, record_id, version, op, image::text, before::text, links::text
              FROM statehouse.change_log WHERE model IS NOT NULL ORDER BY position, ordinal
            """;
    private static final String UNFINISHED = """
            SELECT 'job ' || id || ' ' || status || ' ' || coalesce(message, '') FROM statehouse.job WHERE status <> 'done'
            UNION ALL
            SELECT 'job ' || id || ' refused ' || failed || ' rows' FROM statehouse.job WHERE failed > 0
            UNION ALL
            SELECT 'key ' || encode(key, 'hex') || ' has no answer' FROM statehouse.kept_answer WHERE status IS NULL
            """;

    private final Connection connection;
    private final Map<Integer, String> models = new HashMap<>();
    private final Map<String, String> fields = new HashMap<>();

    private DatabaseEvidence(Connection connection) {
        this.connection = connection;
    }

    static Evidence read(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new DatabaseEvidence(connection).read();
        }
    }

    /** A row of an answer. */
    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private Evidence read() throws SQLException {
        each(
                "SELECT numbers::text FROM statehouse.catalog c JOIN statehouse.catalog_head USING (version)",
                row -> numbers(parse(row.getString(1))));
        List<Evidence.Logged> log = new ArrayList<>();
        each(LOG, row -> log.add(logged(row)));
        Map<String, Evidence.Row> rows = new HashMap<>();
        for (String model : models.values()) {
            each("SELECT to_jsonb(t)::text FROM public.\"" + model + "\" t", row -> {
                JsonNode record = parse(row.getString(1));
                rows.put(
                        model + " " + record.path("id").asText(),
                        new Evidence.Row(record.path("version").asLong(), named(record)));
            });
        }
        Map<String, Long> tombstones = new HashMap<>();
        each(
                "SELECT model, record_id, version FROM statehouse.tombstone",
                row -> tombstones.put(models.get(row.getInt(1)) + " " + row.getString(2), row.getLong(3)));
        Set<String> links = new HashSet<>();
        each(
                "SELECT owner, other FROM public.slot_tags",
                row -> links.add("slot " + row.getString(1) + " " + row.getString(2)));
        List<String> unfinished = new ArrayList<>();
        each(UNFINISHED, row -> unfinished.add(row.getString(1)));
        return new Evidence(log, rows, tombstones, links, unfinished);
    }

    private void numbers(JsonNode numbers) {
        for (Map.Entry<String, JsonNode> one : numbers.path("allotted").properties()) {
            String[] key = one.getKey().split(" ", 2);
            if (key[0].equals("model")) {
                models.put(one.getValue().asInt(), key[1]);
            } else if (key[0].equals("field")) {
                fields.put(one.getValue().asText(), key[1].substring(key[1].indexOf('.') + 1));
            }
        }
    }

    private Evidence.Logged logged(ResultSet row) throws SQLException {
        JsonNode links = parse(row.getString(9));
        Set<String> added = new HashSet<>();
        Set<String> removed = new HashSet<>();
        for (JsonNode relationship : links) {
            relationship.path("add").forEach(id -> added.add(id.asText()));
            relationship.path("remove").forEach(id -> removed.add(id.asText()));
        }
        return new Evidence.Logged(
                row.getLong(1),
                row.getInt(2),
                models.getOrDefault(row.getInt(3), "#" + row.getInt(3)),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                named(parse(row.getString(7))),
                named(parse(row.getString(8))),
                added,
                removed);
    }

    /** Values by name; times as moments, because PostgreSQL and the log spell them in two ways. */
    private Map<String, String> named(JsonNode values) {
        Map<String, String> named = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : values.properties()) {
            String name = fields.getOrDefault(one.getKey(), one.getKey());
            boolean time = name.endsWith("At") && one.getValue().isTextual();
            named.put(
                    name,
                    time
                            ? OffsetDateTime.parse(one.getValue().asText())
                                    .toInstant()
                                    .toString()
                            : one.getValue().toString());
        }
        return new LinkedHashMap<>(named);
    }

    private static JsonNode parse(String json) {
        return json == null ? Json.MAPPER.createObjectNode() : Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private void each(String sql, Reader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
