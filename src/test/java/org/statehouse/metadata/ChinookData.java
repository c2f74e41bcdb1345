package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statehouse.json.Json;

/**
 * The rows of the Chinook data set in the names of the sample's models. {@code metadata/chinook/source} has them as they
 * came, {@code metadata/chinook/data} as {@link #lines} makes them: run {@link #main} in the project's folder after a
 * change of either.
 */
final class ChinookData {

    static final Path SOURCE = Path.of("metadata", "chinook", "source");
    static final Path DATA = Path.of("metadata", "chinook", "data");

    /** Models in the order of import, each with the table that it comes from. */
    static final Map<String, String> TABLES = new LinkedHashMap<>();

    /** Columns that are references, by their names in the source; other columns keep their name in camelCase. */
    private static final Map<String, String> REFERENCES = Map.of(
            "ArtistId", "artist",
            "AlbumId", "album",
            "GenreId", "genre",
            "MediaTypeId", "mediaType",
            "TrackId", "track",
            "CustomerId", "customer",
            "InvoiceId", "invoice",
            "SupportRepId", "supportRep");

    private static final Set<String> TIMES = Set.of("BirthDate", "HireDate", "InvoiceDate");

    static {
        for (String table : List.of(
                "Artist",
                "Genre",
                "MediaType",
                "Employee",
                "Album",
                "Track",
                "Customer",
                "Playlist",
                "Invoice",
                "InvoiceLine")) {
            TABLES.put(camelCase(table), table);
        }
    }

    private ChinookData() {}

    /** Writes the data files anew. */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(DATA);
        for (String model : TABLES.keySet()) {
            Files.write(DATA.resolve(model + ".ndjson"), lines(model), StandardCharsets.UTF_8);
        }
    }

    /** The lines of a model's file, in the source's order. */
    static List<String> lines(String model) throws IOException {
        String table = String.valueOf(TABLES.get(model));
        Map<String, ArrayNode> links = table.equals("Playlist") ? tracksOfPlaylists() : Map.of();
        List<String> lines = new ArrayList<>();
        for (JsonNode row : rows(table)) {
            ObjectNode record = Json.MAPPER.createObjectNode();
            for (Map.Entry<String, JsonNode> column : row.properties()) {
                record.set(name(table, column.getKey()), value(column.getKey(), column.getValue()));
            }
            if (table.equals("Playlist")) {
                String id = record.get("id").asText();
                record.set("tracks", links.getOrDefault(id, Json.MAPPER.createArrayNode()));
            }
            lines.add(Json.MAPPER.writeValueAsString(record));
        }
        return lines;
    }

    static List<JsonNode> rows(String table) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SOURCE.resolve(table + ".ndjson"))) {
            rows.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private static Map<String, ArrayNode> tracksOfPlaylists() throws IOException {
        Map<String, ArrayNode> links = new LinkedHashMap<>();
        for (JsonNode row : rows("PlaylistTrack")) {
            links.computeIfAbsent(row.get("PlaylistId").asText(), id -> Json.MAPPER.createArrayNode())
                    .add(row.get("TrackId"));
        }
        return links;
    }

    private static String name(String table, String column) {
        return column.equals(table + "Id") ? "id" : REFERENCES.getOrDefault(column, camelCase(column));
    }

    /** The source's times have no zone; they are taken as UTC. */
    private static JsonNode value(String column, JsonNode value) {
        return TIMES.contains(column) && value.isTextual()
                ? Json.MAPPER.getNodeFactory().textNode(value.textValue().replace(' ', 'T') + "Z")
                : value;
    }

    private static String camelCase(String name) {
        return name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
    }
}
