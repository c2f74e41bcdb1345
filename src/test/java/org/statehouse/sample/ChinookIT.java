package org.statehouse.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** All of Chinook, imported through the API into the packaged server, is what its source says: every value of every row. */
class ChinookIT {

    private final Chinook chinook = Chinook.imported();

    @Test
    void every_row_of_every_file_is_written_and_none_fails() {
        long links = SourceTable.rows("PlaylistTrack").size();
        long records = 0;
        for (SourceTable table : SourceTable.ALL) {
            JsonNode job = chinook.job(table.model());
            int rows = SourceTable.rows(table.name()).size();
            assertThat(job.get("status").asText()).isEqualTo("done");
            assertThat(job.get("total").asInt()).isEqualTo(rows);
            assertThat(job.get("processed").asInt()).isEqualTo(rows);
            assertThat(job.get("written").asInt()).isEqualTo(rows);
            assertThat(job.get("failed").asInt()).isZero();
            assertThat(job.get("errors")).isEmpty();
            assertThat(chinook.get("/api/records/" + table.model() + "?limit=1&count=true")
                            .get("total")
                            .asInt())
                    .isEqualTo(rows);
            records += rows;
        }
        assertThat(links).isEqualTo(8_715);
        assertThat(records + links).isEqualTo(15_607);
    }

    @Test
    void every_value_of_every_record_is_the_source_s() {
        for (SourceTable table : SourceTable.ALL) {
            Map<Long, Map<String, String>> expected = table.expected();
            List<JsonNode> records = chinook.list("/api/records/" + table.model(), 500);
            assertThat(records).as(table.name()).hasSameSizeAs(expected.keySet());
            for (JsonNode record : records) {
                assertThat(SourceTable.actual(record))
                        .as(table.name())
                        .isEqualTo(expected.remove(record.get("id").asLong()));
                assertThat(record.get("version").asLong()).isEqualTo(1);
                assertThat(record.get("createdBy").asText()).isEqualTo("anonymous");
                assertThat(record.get("updatedAt")).isEqualTo(record.get("createdAt"));
            }
            assertThat(expected).as("of %s, not on the server", table.name()).isEmpty();
        }
    }

    @Test
    void every_link_is_there_from_both_of_its_sides_and_no_other() {
        Map<Long, Set<Long>> byPlaylist = new TreeMap<>();
        Map<Long, Set<Long>> byTrack = new TreeMap<>();
        for (JsonNode link : SourceTable.rows("PlaylistTrack")) {
            long playlist = link.get("PlaylistId").asLong();
            long track = link.get("TrackId").asLong();
            byPlaylist.computeIfAbsent(playlist, id -> new TreeSet<>()).add(track);
            byTrack.computeIfAbsent(track, id -> new TreeSet<>()).add(playlist);
        }
        int links = 0;
        for (JsonNode playlist : SourceTable.rows("Playlist")) {
            long id = playlist.get("PlaylistId").asLong();
            List<Long> tracks = ids(chinook.list("/api/records/playlist/" + id + "/tracks", 700));
            assertThat(tracks).as("playlist %s", id).containsExactlyElementsOf(byPlaylist.getOrDefault(id, Set.of()));
            links += tracks.size();
        }
        assertThat(links).isEqualTo(8_715);
        for (JsonNode track : SourceTable.rows("Track")) {
            long id = track.get("TrackId").asLong();
            assertThat(ids(chinook.list("/api/records/track/" + id + "/playlists", 3)))
                    .as("track %s", id)
                    .containsExactlyElementsOf(byTrack.getOrDefault(id, Set.of()));
        }
    }

    private static List<Long> ids(List<JsonNode> records) {
        return records.stream().map(record -> record.get("id").asLong()).toList();
    }

    @Test
    void every_total_of_an_invoice_is_exactly_the_sum_of_its_lines() {
        Map<Long, BigDecimal> sums = new TreeMap<>();
        for (JsonNode line : chinook.list("/api/records/invoiceLine", 1_000)) {
            BigDecimal price = line.get("unitPrice")
                    .decimalValue()
                    .multiply(BigDecimal.valueOf(line.get("quantity").asLong()));
            sums.merge(line.get("invoice").asLong(), price, BigDecimal::add);
        }
        BigDecimal all = BigDecimal.ZERO;
        for (JsonNode invoice : chinook.list("/api/records/invoice", 1_000)) {
            assertThat(invoice.get("total").decimalValue())
                    .as(invoice.toString())
                    .isEqualTo(sums.remove(invoice.get("id").asLong()));
            all = all.add(invoice.get("total").decimalValue());
        }
        assertThat(sums).isEmpty();
        assertThat(all).isEqualTo(new BigDecimal("2328.60"));
    }

    @Test
    void the_log_has_each_record_once_with_its_values_and_its_links() {
        Map<String, Map<Long, Map<String, String>>> expected = new LinkedHashMap<>();
        SourceTable.ALL.forEach(table -> expected.put(table.model(), table.expected()));
        int links = 0;
        List<String> models = new ArrayList<>();
        for (JsonNode change : changes(1_000)) {
            String model = change.get("model").asText();
            if (models.isEmpty() || !models.get(models.size() - 1).equals(model)) {
                models.add(model);
            }
            assertThat(change.get("type").asText()).isEqualTo(model + ".created");
            assertThat(change.get("version").asInt()).isEqualTo(1);
            Map<String, String> values = SourceTable.actual(change.get("changes"));
            if (values.remove("tracks") != null) {
                JsonNode tracks = change.get("changes").get("tracks");
                assertThat(tracks.path("remove")).isEmpty();
                links += tracks.get("add").size();
            }
            Map<String, String> row = Objects.requireNonNull(expected.get(model))
                    .remove(change.get("id").asLong());
            assertThat(row).as("once only: %s", change).isNotNull();
            row.remove("id");
            row.values().removeIf("null"::equals);
            assertThat(values).as(change.toString()).isEqualTo(row);
        }
        assertThat(models).isEqualTo(Chinook.ORDER);
        assertThat(expected.values()).allSatisfy(rest -> assertThat(rest).isEmpty());
        assertThat(links).isEqualTo(8_715);
    }

    @Test
    void the_feed_gives_the_same_changes_in_the_same_order_whatever_the_limit() throws SQLException {
        List<String> cursors = cursors(changes(1_000));
        for (int limit : List.of(1, 7, 100, 500, 999)) {
            assertThat(cursors(changes(limit))).as("limit %s", limit).isEqualTo(cursors);
        }
        assertThat(cursors).doesNotHaveDuplicates();
        List<Integer> sizes = new ArrayList<>();
        try (Connection connection = chinook.server().dataSource().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT count(*) FROM statehouse.change_log WHERE model IS NOT NULL GROUP BY position"
                                        + " ORDER BY position")) {
            while (rows.next()) {
                sizes.add(rows.getInt(1));
            }
        }
        assertThat(sizes).allMatch(size -> size <= 500);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(cursors.size());
    }

    private static List<String> cursors(List<JsonNode> changes) {
        return changes.stream().map(change -> change.get("cursor").asText()).toList();
    }

    /** All changes of records, followed from the beginning until there is no more. */
    private List<JsonNode> changes(int limit) {
        List<JsonNode> changes = new ArrayList<>();
        String since = "";
        boolean more = true;
        while (more) {
            JsonNode page = chinook.get("/api/changes?limit=" + limit + since);
            assertThat(page.get("changes").size())
                    .as("a page ends at the end of a batch")
                    .isLessThan(limit + 500);
            page.get("changes").forEach(change -> {
                if (change.has("model")) {
                    changes.add(change);
                }
            });
            since = "&since=" + page.get("cursor").asText();
            more = page.get("more").asBoolean();
        }
        return changes;
    }

    @Test
    void a_second_import_of_the_same_files_reports_every_row_and_writes_nothing() {
        for (String model : List.of("track", "playlist", "employee")) {
            JsonNode first = chinook.job(model);
            int rows = first.get("total").asInt();
            int changes = changes(1_000).size();
            JsonNode job = chinook.importFile(model);
            assertThat(job.get("status").asText()).isEqualTo("done");
            assertThat(job.get("written").asInt()).isZero();
            assertThat(job.get("failed").asInt()).isEqualTo(rows);
            int line = 0;
            for (JsonNode error : job.get("errors")) {
                line++;
                assertThat(error.get("line").asInt()).isEqualTo(line);
                assertThat(error.get("field").asText()).isEqualTo("id");
                assertThat(error.get("rule").asText()).isEqualTo("unique");
            }
            assertThat(line).isEqualTo(Math.min(rows, 1_000));
            assertThat(changes(1_000)).hasSize(changes);
            assertThat(chinook.get("/api/records/" + model + "?limit=1&count=true")
                            .get("total")
                            .asInt())
                    .isEqualTo(rows);
        }
    }
}
