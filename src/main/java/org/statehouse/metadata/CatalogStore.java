package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/** The published catalogs in the database: sources and numbers, from which every node makes the same catalog. */
final class CatalogStore {

    private static final long KEY = 0x5374617465636174L;

    /** Makes publishing nodes take turns, until {@link #UNLOCK} or the end of the session. */
    static final String LOCK = "SELECT pg_advisory_lock(" + KEY + ")";

    static final String UNLOCK = "SELECT pg_advisory_unlock(" + KEY + ")";

    private static final String PUBLISHED =
            "SELECT c.version, c.sources::text, c.numbers::text FROM statehouse.catalog c";

    private CatalogStore() {}

    /**
     * One publication as it is stored.
     *
     * @param version of the catalog
     * @param sources texts by path
     * @param numbers of everything in it
     */
    record Published(long version, Map<String, String> sources, Numbers numbers) {

        /** The catalog; its sources have checked once, so that a fault is this server's. */
        Catalog catalog(ComposedFiles composed) {
            try {
                return CatalogReader.read(MetadataFiles.of(sources), composed).numbered(version, numbers);
            } catch (MetadataFaults faults) {
                throw new IllegalStateException(
                        "The published catalog " + version + " cannot be read by this version of"
                                + " Statehouse; start the version that published it.\n" + faults.getMessage(),
                        faults);
            }
        }
    }

    /** The catalog in force and the numbers of everything in it. */
    record InForce(Catalog catalog, Numbers numbers) {}

    /** Which version is in force; 0 before the first publication. */
    static long head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM statehouse.catalog_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * The catalog in force with its numbers. The one that is known is not read and made once more.
     *
     * @param known the catalog that this node has; null for none
     */
    static Optional<InForce> inForce(Connection connection, @Nullable Catalog known, ComposedFiles composed)
            throws SQLException {
        if (known != null) {
            String select = "SELECT c.numbers::text FROM statehouse.catalog c"
                    + " JOIN statehouse.catalog_head h ON c.version = h.version WHERE c.version = ? AND c.hash = ?";
            try (PreparedStatement statement = connection.prepareStatement(select)) {
                statement.setLong(1, known.version());
                statement.setString(2, known.hash());
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        return Optional.of(new InForce(known, Numbers.fromJson(parse(row.getString(1)))));
                    }
                }
            }
        }
        return published(connection).map(stored -> new InForce(stored.catalog(composed), stored.numbers()));
    }

    /** The publication in force. */
    static Optional<Published> published(Connection connection) throws SQLException {
        String select = PUBLISHED + " JOIN statehouse.catalog_head h ON c.version = h.version";
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            return published(statement);
        }
    }

    /** The publication of this version, if there was one. */
    static Optional<Published> published(Connection connection, long version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUBLISHED + " WHERE c.version = ?")) {
            statement.setLong(1, version);
            return published(statement);
        }
    }

    private static Optional<Published> published(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Map<String, String> sources = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> one : parse(row.getString(2)).properties()) {
                sources.put(one.getKey(), one.getValue().textValue());
            }
            return Optional.of(new Published(row.getLong(1), sources, Numbers.fromJson(parse(row.getString(3)))));
        }
    }

    /** Adds a publication and puts it in force. */
    static void publish(Connection connection, Catalog catalog, Map<String, String> sources, Numbers numbers)
            throws SQLException {
        ObjectNode texts = Json.MAPPER.createObjectNode();
        sources.forEach(texts::put);
        String insert = "WITH added AS (INSERT INTO statehouse.catalog (version, hash, sources, numbers)"
                + " VALUES (?, ?, ?::jsonb, ?::jsonb) RETURNING version)"
                + " UPDATE statehouse.catalog_head SET version = added.version FROM added";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setLong(1, catalog.version());
            statement.setString(2, catalog.hash());
            statement.setString(3, texts.toString());
            statement.setString(4, numbers.toJson().toString());
            statement.executeUpdate();
        }
    }

    private static ObjectNode parse(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
