package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.statehouse.job.ImportClient;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The other entrances: files, replacement and search take awkward texts as they are, and refuse what a create refuses. */
class AwkwardEntranceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAMPLE = "/api/records/sample";

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static List<String> byCodePoint(List<String> texts) {
        return texts.stream()
                .sorted(Comparator.comparing(text -> text.codePoints().toArray(), java.util.Arrays::compare))
                .toList();
    }

    private List<String> names(String mark) {
        List<String> names = new ArrayList<>();
        for (int offset = 0; ; offset += 100) {
            JsonNode page = server.http()
                    .get(SAMPLE + "?limit=100&fields=name&filter%5Btidy%5D=" + mark + "&offset=" + offset)
                    .send()
                    .json();
            page.path("data").forEach(record -> names.add(record.path("name").textValue()));
            if (page.path("data").isEmpty()) {
                return names;
            }
        }
    }

    private void imported(String mark, String type, String file, List<String> texts) {
        JsonNode job = new ImportClient(server).run("sample", type, file.getBytes(StandardCharsets.UTF_8));
        assertThat(job.path("failed").asLong()).as("%s", job).isZero();
        assertThat(names(mark)).as(mark).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void files_of_both_formats_bring_every_text_as_it_is() throws IOException {
        List<String> texts = AwkwardTexts.all();
        StringBuilder lines = new StringBuilder();
        StringBuilder rows = new StringBuilder("tidy,name\n");
        for (String text : texts) {
            lines.append(JSON.writeValueAsString(Map.of("tidy", "ndjson", "name", text)))
                    .append('\n');
            rows.append("csv,\"").append(cell(text)).append("\"\n");
        }
        imported("ndjson", "application/x-ndjson", lines.toString(), texts);
        imported("csv", "text/csv", rows.toString(), texts);
    }

    /** An import takes one apostrophe away where an export puts one, so a text that has such an apostrophe gets another. */
    private static String cell(String text) {
        String kept = text.matches("(?s)'+[=+@\\t\\r\\n-].*") ? "'" + text : text;
        return kept.replace("\"", "\"\"");
    }

    @Test
    void the_order_is_that_of_code_points_on_every_page() {
        for (String text : AwkwardTexts.all()) {
            if (text.codePointCount(0, text.length()) <= 100) {
                server.http()
                        .post("/api/records/label")
                        .json(Map.of("id", "order" + RecordsServer.number(), "text", text, "weight", -77))
                        .send();
            }
        }
        List<String> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = server.http()
                    .get("/api/records/label?sort=text&limit=50&filter%5Bweight%5D=-77" + after)
                    .send()
                    .json();
            page.path("data").forEach(record -> found.add(record.path("text").textValue()));
            JsonNode next = page.at("/page/next");
            after = next.isTextual() ? "&after=" + next.asText() : "";
        } while (!after.isEmpty());
        assertThat(found).hasSizeGreaterThan(400).isEqualTo(byCodePoint(found));
    }

    @Test
    void a_replacement_keeps_a_text_and_a_search_finds_its_words() {
        for (String text : AwkwardTexts.all()) {
            boolean searchable = !text.isBlank()
                    && text.codePoints()
                            .noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85)
                    && text.length() < 150;
            if (!searchable) {
                continue;
            }
            String id =
                    records.create("sample", "{\"tidy\":\"search\"}").path("id").asText();
            Http.Answer put = server.http()
                    .put(SAMPLE + "/" + id)
                    .ifMatch(1)
                    .json(Map.of("name", text))
                    .send();
            assertThat(put.json().path("name").textValue()).isEqualTo(text);
            String word = URLEncoder.encode(text, StandardCharsets.UTF_8);
            JsonNode found = server.http()
                    .get(SAMPLE + "?fields=name&filter%5Bid%5D=" + id + "&search=" + word)
                    .send()
                    .json();
            assertThat(found.path("data").findValuesAsText("id")).as(text).containsExactly(id);
        }
    }

    @Test
    void what_cannot_be_kept_is_refused_at_every_entrance() {
        for (String text : List.of("\\u0000", "a\\ud800", "\\udc00\\ud800")) {
            String body = "{\"id\":\"refused\",\"text\":\"" + text + "\"}";
            String id = "{\"id\":\"" + text + "\"}";
            Scenario.of("POST " + text, "POST", "/api/records/label")
                    .json(body)
                    .refused(422, "validation-failed")
                    .run(server);
            Scenario.of("id " + text, "POST", "/api/records/label")
                    .json(id)
                    .refused(422, "validation-failed")
                    .run(server);
            String filter = URLEncoder.encode("{\"text\":\"" + text + "\"}", StandardCharsets.UTF_8);
            Scenario.of("filter " + text, "GET", "/api/records/label?filter=" + filter)
                    .refused(400, "bad-query")
                    .run(server);
            JsonNode job = new ImportClient(server)
                    .run("label", "application/x-ndjson", (body + "\n" + id).getBytes(StandardCharsets.UTF_8));
            assertThat(job.path("failed").asLong()).as("%s", job).isEqualTo(2);
        }
        JsonNode csv = new ImportClient(server)
                .run(
                        "label",
                        "text/csv",
                        "id,text\n\"a\u0000\",\"b\"\n\"b\",\"c\u0000\"\n".getBytes(StandardCharsets.UTF_8));
        assertThat(csv.path("failed").asLong()).as("%s", csv).isEqualTo(2);
        for (String query : List.of(
                "filter%5Btext%5D=%00",
                "search=%00",
                "filter%5Btext%5D%5Bin%5D=a,%00",
                "filter%5Bid%5D=%00",
                "filter%5Btext%5D=%ED%A0%80",
                "search=%ED%A0%80")) {
            Scenario.of(query, "GET", "/api/records/label?" + query)
                    .refused(400, "bad-query")
                    .run(server);
        }
        for (String id : List.of("a%01b", "%C2%80", "%1B")) {
            Scenario.of("id " + id, "GET", "/api/records/label/" + id)
                    .refused(404, "unknown-record")
                    .run(server);
        }
    }
}
