package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What tests of records do again and again. */
final class Records {
    private final Server server;

    Records(Server server) {
        this.server = server;
    }

    Http http() {
        return server.http();
    }

    /** Creates a record and gives it. */
    JsonNode create(String model, String json) {
        Http.Answer answer = http().post("/api/records/" + model)
                .body("application/json", json)
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json();
    }

    /** Creates a record with an integer id of its own. */
    long createNumbered(String model, String otherMembers) {
        long id = RecordsServer.number();
        create(model, "{\"id\":" + id + (otherMembers.isEmpty() ? "" : "," + otherMembers) + "}");
        return id;
    }

    /** Changes a record at its version and gives it. */
    JsonNode patch(String model, Object id, long version, String json) {
        Http.Answer answer = http().patch("/api/records/" + model + "/" + id)
                .ifMatch(version)
                .body("application/json", json)
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    int status(String model, Object id) {
        return http().get("/api/records/" + model + "/" + id).send().status();
    }

    JsonNode get(String model, Object id) {
        Http.Answer answer = http().get("/api/records/" + model + "/" + id).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    /** Where the changefeed is now. */
    String now() {
        return http().get("/api/changes?since=now").send().json().path("cursor").asText();
    }

    /** All changes after a cursor. */
    List<JsonNode> since(String cursor) {
        List<JsonNode> all = new ArrayList<>();
        String at = cursor;
        for (boolean more = true; more; ) {
            JsonNode page =
                    http().get("/api/changes?limit=1000&since=" + at).send().json();
            page.path("changes").forEach(all::add);
            at = page.path("cursor").asText();
            more = page.path("more").asBoolean();
        }
        return all;
    }

    /** Changes in short: operation, model, id and version, such as {@code "delete file 3 v2"}. */
    static List<String> brief(List<JsonNode> changes) {
        return changes.stream()
                .map(change ->
                        change.path("op").asText() + " " + change.path("model").asText() + " "
                                + change.path("id").asText() + " v"
                                + change.path("version").asLong())
                .toList();
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
