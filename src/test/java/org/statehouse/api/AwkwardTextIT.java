package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Texts that go wrong elsewhere go in by every way and come out of every way as they were, code point by code point. */
class AwkwardTextIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static List<String> texts() {
        return AwkwardTexts.all();
    }

    @Test
    void there_are_many_and_they_differ() {
        assertThat(texts()).hasSizeGreaterThanOrEqualTo(500).doesNotHaveDuplicates();
    }

    @Test
    void every_text_comes_back_as_it_went_in() throws IOException {
        String start = records.now();
        List<String> ids = new ArrayList<>();
        List<String> texts = texts();
        for (String text : texts) {
            JsonNode posted = records.create("sample", JSON.writeValueAsString(Map.of("name", text, "story", text)));
            String id = posted.path("id").asText();
            ids.add(id);
            same(posted, text);
            JsonNode read = records.get("sample", id);
            same(read, text);
            records.patch("sample", id, 1, "{\"name\":\"between\",\"story\":null}");
            same(records.patch("sample", id, 2, JSON.writeValueAsString(Map.of("name", text, "story", text))), text);
            same(records.get("sample", id), text);
        }
        inLists(texts, ids);
        inChanges(texts, ids, start);
    }

    private static void same(JsonNode record, String text) {
        assertThat(record.path("name").textValue()).as("text").isEqualTo(text);
        assertThat(record.path("story").textValue()).as("longText").isEqualTo(text);
    }

    private void inLists(List<String> texts, List<String> ids) throws IOException {
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String brackets = URLEncoder.encode(text, StandardCharsets.UTF_8);
            String filter = URLEncoder.encode(
                    JSON.writeValueAsString(Map.of("name", Map.of("eq", text))), StandardCharsets.UTF_8);
            for (String query : List.of("filter[name][eq]=" + brackets, "filter=" + filter)) {
                if (query.length() < 8_000) {
                    Http.Answer answer = server.http()
                            .get("/api/records/sample?fields=name&" + query)
                            .send();
                    assertThat(answer.status()).as("%s -> %s", query, answer).isEqualTo(200);
                    assertThat(answer.json().path("data").findValuesAsText("id"))
                            .as(query)
                            .containsExactly(ids.get(i));
                    assertThat(answer.json().path("data").get(0).path("name").textValue())
                            .isEqualTo(text);
                }
            }
        }
    }

    private void inChanges(List<String> texts, List<String> ids, String start) {
        List<JsonNode> changes = records.since(start);
        for (int i = 0; i < texts.size(); i++) {
            String id = ids.get(i);
            List<JsonNode> own = changes.stream()
                    .filter(change -> change.path("id").asText().equals(id))
                    .toList();
            assertThat(own).hasSize(3);
            same(own.get(0).path("changes"), texts.get(i));
            same(own.get(1).path("before"), texts.get(i));
            same(own.get(2).path("changes"), texts.get(i));
        }
    }

    @Test
    void ids_that_are_awkward_texts_are_found_by_their_location_or_refused() {
        List<String> lost = new ArrayList<>();
        int taken = 0;
        for (String text : texts()) {
            Http.Answer created = server.http()
                    .post("/api/records/label")
                    .json(Map.of("id", text))
                    .send();
            assertThat(created.status()).as("%s -> %s", text, created).isIn(201, 422);
            if (created.status() == 201) {
                taken++;
                String path = java.net
                        .URI
                        .create(created.header("Location").orElse(""))
                        .getRawPath();
                Http.Answer read = server.http().get(path).send();
                int deleted = server.http().delete(path).send().status();
                if (read.status() != 200 || !text.equals(read.json().path("id").textValue()) || deleted != 204) {
                    lost.add(text + " at " + path + " -> " + read.status() + ", " + deleted);
                }
            }
        }
        assertThat(lost).isEmpty();
        assertThat(taken).as("most of them are good ids").isGreaterThan(300);
    }
}
