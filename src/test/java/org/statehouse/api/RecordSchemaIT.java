package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** JSON Schema of records: true of every record that is given, and of bodies as far as a schema can know. */
class RecordSchemaIT {
    private static final int BODIES = 150;

    /** What a schema cannot know, or does not say. */
    private static final Set<String> BEYOND_SCHEMAS = Set.of("unique", "exists", "precision", "email", "reserved");

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private JsonSchema schema(String model, String form) {
        Http.Answer answer = server.http()
                .get("/api/metadata/models/" + model + "/schema?form=" + form)
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("http://localhost/x"), answer.json(), strict);
    }

    private List<String> models() {
        return StreamSupport.stream(
                        server.http()
                                .get("/api/metadata")
                                .send()
                                .json()
                                .path("models")
                                .spliterator(),
                        false)
                .map(model -> model.path("name").asText())
                .toList();
    }

    @Test
    void every_schema_is_a_schema() {
        JsonSchema dialect = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (String model : models()) {
            JsonNode document = server.http()
                    .get("/api/metadata/models/" + model + "/schema")
                    .send()
                    .json();
            assertThat(dialect.validate(document)).as(model).isEmpty();
            assertThat(document.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
            assertThat(document.path("$id").asText()).isEqualTo("/api/metadata/models/" + model + "/schema");
        }
    }

    @Test
    void every_record_that_is_given_is_valid_and_has_the_members_of_its_schema() {
        RandomBodies bodies = new RandomBodies(new Random(99), "S" + RecordsServer.number());
        for (int i = 0; i < BODIES; i++) {
            post("account", bodies.account());
            post("sample", bodies.sample());
        }
        records.create(
                "sample", "{\"amount\":\"-9223372036854775808\",\"price\":-0.01,\"moment\":\"0001-01-01T00:00:00Z\"}");
        records.createNumbered("article", "\"title\":\"t\"");
        records.create("label", "{\"id\":\"schema-" + RecordsServer.number() + "\"}");
        int checked = 0;
        for (String model : models()) {
            JsonSchema schema = schema(model, "record");
            JsonNode properties = server.http()
                    .get("/api/metadata/models/" + model + "/schema")
                    .send()
                    .json()
                    .at("/$defs/record/properties");
            for (JsonNode record : records.http()
                    .get("/api/records/" + model + "?limit=500")
                    .send()
                    .json()
                    .path("data")) {
                assertThat(schema.validate(record.toString(), InputFormat.JSON))
                        .as("%s %s", model, record)
                        .isEmpty();
                assertThat(names(record)).isEqualTo(names(properties));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(BODIES / 4);
    }

    @Test
    void a_body_gets_from_the_schema_the_servers_verdict() {
        RandomBodies bodies = new RandomBodies(new Random(12), "C" + RecordsServer.number());
        int good = 0;
        for (int i = 0; i < BODIES; i++) {
            good += sameVerdict("account", bodies.account()) ? 1 : 0;
            good += sameVerdict("sample", bodies.sample()) ? 1 : 0;
        }
        assertThat(good).as("Some are valid, some are not").isBetween(BODIES / 4, BODIES * 7 / 4);
    }

    private boolean sameVerdict(String model, String body) {
        JsonNode verdict = post(model + "/validate", body).json();
        List<JsonNode> knowable = new ArrayList<>();
        for (JsonNode error : verdict.path("errors")) {
            if (!BEYOND_SCHEMAS.contains(error.path("rule").asText())) {
                knowable.add(error);
            }
        }
        boolean normalised = body.contains("\"tidy\"");
        var faults = schema(model, "create").validate(body, InputFormat.JSON);
        String what = model + " " + body + "\nserver: " + verdict + "\nschema: " + faults;
        if (!faults.isEmpty()) {
            assertThat(verdict.path("valid").asBoolean())
                    .as("What the schema refuses the server refuses: " + what)
                    .isFalse();
        } else if (!normalised) {
            assertThat(knowable).as(what).isEmpty();
        }
        return faults.isEmpty();
    }

    @Test
    void links_with_fields_get_from_the_schema_the_servers_verdict() {
        long track = RecordsServer.number();
        records.create("track", "{\"id\":" + track + ",\"title\":\"t\"}");
        String body = "{\"id\":" + RecordsServer.number() + ",\"name\":\"p\",";
        String link = "{\"id\":" + track;
        for (String good : List.of(
                "\"tracks\":[" + track + "]",
                "\"tracks\":[\"" + track + "\"]",
                "\"tracks\":[" + link + "}]",
                "\"tracks\":[" + link + ",\"position\":2,\"note\":null}]",
                "\"heard\":[" + link + ",\"times\":1}]",
                "\"pressed\":[" + link + ",\"price\":\"1.50\",\"mixes\":[],\"sheet\":[{}]}]")) {
            assertThat(sameVerdict("playlist", body + good + "}")).as(good).isTrue();
        }
        for (String bad : List.of(
                "\"tracks\":[{\"position\":2}]",
                "\"tracks\":[" + link + ",\"position\":0}]",
                "\"tracks\":[" + link + ",\"place\":0}]",
                "\"heard\":[" + link + ",\"times\":null}]",
                "\"pressed\":[" + link + ",\"side\":\"C\"}]")) {
            assertThat(sameVerdict("playlist", body + bad + "}")).as(bad).isFalse();
        }
    }

    @Test
    void a_record_as_it_was_read_is_a_valid_patch_and_replacement() {
        JsonNode record = records.create("account", "{\"code\":\"P-" + RecordsServer.number() + "\"}");
        for (String form : List.of("patch", "replace")) {
            assertThat(schema("account", form).validate(record.toString(), InputFormat.JSON))
                    .as(form)
                    .isEmpty();
        }
        ObjectNode more = record.deepCopy();
        more.put("bogus", 1);
        assertThat(schema("account", "patch").validate(more.toString(), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void descriptions_are_fetched_once() {
        for (String path : List.of(
                "/api/metadata",
                "/api/metadata/models/account",
                "/api/metadata/models/account/schema",
                "/api/metadata/types.ts",
                "/api/metadata/openapi")) {
            Http.Answer first = server.http().get(path).send();
            String etag = first.header("ETag").orElse("");
            assertThat(etag).isEqualTo("\"" + first.header("Statehouse-Catalog").orElse("") + "\"");
            for (String known : List.of(etag, "W/" + etag, "\"0\", " + etag, "*")) {
                Http.Answer again =
                        server.http().get(path).header("If-None-Match", known).send();
                assertThat(again.status()).as(path + " " + known).isEqualTo(304);
                assertThat(again.header("ETag")).contains(etag);
                assertThat(again.text()).isEmpty();
            }
            assertThat(server.http()
                            .get(path)
                            .header("If-None-Match", "\"0\"")
                            .send()
                            .status())
                    .isEqualTo(200);
            Http.Answer head = server.http().request("HEAD", path).send();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("ETag")).contains(etag);
            assertThat(head.header("Content-Type")).isEqualTo(first.header("Content-Type"));
            Scenario.of("unknown parameter", "GET", path + "?bogus=1")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("another method", "DELETE", path)
                    .refused(405, "method-not-allowed")
                    .run(server);
        }
        Scenario.of("no such form", "GET", "/api/metadata/models/account/schema?form=Record")
                .refused(400, "bad-query")
                .with("record, create, patch, replace")
                .run(server);
        Scenario.of("two forms", "GET", "/api/metadata/models/account/schema?form=record&form=patch")
                .refused(400, "bad-query")
                .run(server);
        Scenario.of("no such model", "GET", "/api/metadata/models/nope/schema")
                .refused(404, "unknown-model")
                .run(server);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Http.Answer post(String path, String body) {
        return server.http()
                .post("/api/records/" + path)
                .body("application/json", body)
                .send();
    }
}
