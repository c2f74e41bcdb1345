package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** A relationship to one record at most: how it is read, kept single and deleted. */
class OneToOneIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static Scenario on(String name, String method, String path) {
        return Scenario.of(name, method, "/api/records/" + path);
    }

    private JsonNode read(String path) {
        return on(path, "GET", path).answers(200).run(server).json();
    }

    private long passport(long person) {
        return records.createNumbered("passport", "\"person\":" + person);
    }

    @Test
    void an_expansion_gives_the_record_or_null() {
        long bare = records.createNumbered("person", "\"name\":\"bare\"");
        long one = records.createNumbered("person", "\"partner\":" + bare);
        long passport = passport(one);
        JsonNode expanded = read("person/" + one + "?expand=passport.person,partnerOf");
        assertThat(expanded.path("passport").path("id").asLong()).isEqualTo(passport);
        assertThat(expanded.path("passport").path("person").path("id").asLong()).isEqualTo(one);
        assertThat(expanded.get("partnerOf").isNull()).isTrue();
        JsonNode other = read("person/" + bare + "?expand=partnerOf,passport");
        assertThat(other.path("partnerOf").path("id").asLong()).isEqualTo(one);
        assertThat(other.get("passport").isNull()).isTrue();
        JsonNode page = read("person?filter[id][in]=" + bare + "," + one + "&sort=id&expand=passport")
                .path("data");
        assertThat(page.get(0).get("passport").isNull()).isTrue();
        assertThat(page.get(1).path("passport").path("version").asLong()).isEqualTo(1);
        assertThat(read("person/" + one).has("passport")).isFalse();
    }

    @Test
    void its_address_gives_a_list_of_one_at_most() {
        long bare = records.createNumbered("person", "");
        long one = records.createNumbered("person", "");
        long passport = passport(one);
        assertThat(read("person/" + bare + "/passport").path("data")).isEmpty();
        JsonNode list = read("person/" + one + "/passport?count=true");
        assertThat(list.path("data").findValuesAsText("id")).containsExactly(Long.toString(passport));
        assertThat(list.path("total").asLong()).isEqualTo(1);
        on("of nobody", "GET", "person/999999999/passport")
                .refused(404, "unknown-record")
                .run(server);
    }

    @Test
    void a_second_one_is_refused_until_the_first_is_deleted() {
        long one = records.createNumbered("person", "");
        long first = passport(one);
        long next = RecordsServer.number();
        String body = "{\"id\":" + next + ",\"person\":" + one + "}";
        on("a second", "POST", "passport")
                .json(body)
                .refused(409, "unique-violation")
                .with("person")
                .run(server);
        on("the first goes", "DELETE", "passport/" + first)
                .ifMatch("\"1\"")
                .answers(204)
                .logs(1)
                .run(server);
        assertThat(read("person/" + one + "?expand=passport").get("passport").isNull())
                .isTrue();
        on("the next comes", "POST", "passport")
                .json(body)
                .answers(201)
                .logs(1)
                .rows("passport", 1)
                .run(server);
        assertThat(read("person/" + one + "?expand=passport")
                        .path("passport")
                        .path("id")
                        .asLong())
                .isEqualTo(next);
    }

    @Test
    void the_reference_decides_what_a_delete_does() {
        long bare = records.createNumbered("person", "");
        long one = records.createNumbered("person", "\"partner\":" + bare);
        long passport = passport(bare);
        String start = records.now();
        on("with a passport and a partner", "DELETE", "person/" + bare)
                .ifMatch("\"1\"")
                .answers(204)
                .logs(3)
                .rows("person", -1)
                .rows("passport", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly(
                        "update person " + one + " v2",
                        "delete passport " + passport + " v2",
                        "delete person " + bare + " v2");
        assertThat(records.get("person", one).get("partner").isNull()).isTrue();
    }

    @Test
    void it_is_written_at_the_reference_only() {
        long one = records.createNumbered("person", "");
        long passport = passport(one);
        on("in a body", "PATCH", "person/" + one)
                .ifMatch("\"1\"")
                .json("{\"passport\":" + passport + "}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"readOnly\"", "Passport is set on the records of passport")
                .run(server);
        String links = "person/" + one + "/passport";
        on("as links", "POST", links)
                .json("{\"add\":[" + passport + "]}")
                .refused(404, "unknown-relationship")
                .run(server);
        on("as a link", "PUT", links + "/" + passport)
                .refused(404, "unknown-relationship")
                .run(server);
        on("as a link that goes", "DELETE", links + "/" + passport)
                .refused(404, "unknown-relationship")
                .run(server);
        on("in a filter", "GET", "person?filter[passport.code]=x")
                .refused(400, "bad-query")
                .with("'passport' of person")
                .run(server);
    }

    @Test
    void the_catalog_and_the_descriptions_tell_it() {
        JsonNode model = server.http().get("/api/metadata/models/person").send().json();
        JsonNode passport = model.path("relationships").get(0);
        assertThat(passport.toString())
                .isEqualTo("{\"name\":\"passport\",\"label\":\"Passport\",\"kind\":\"oneToOne\","
                        + "\"model\":\"passport\",\"inverse\":\"person\",\"onDelete\":\"cascade\"}");
        JsonNode paths =
                server.http().get("/api/metadata/openapi").send().json().path("paths");
        assertThat(paths.path("/api/records/person/{id}/passport").has("get")).isTrue();
        assertThat(paths.path("/api/records/person/{id}/passport").has("post")).isFalse();
        assertThat(paths.has("/api/records/person/{id}/passport/{otherId}")).isFalse();
    }
}
