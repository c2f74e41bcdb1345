package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.statehouse.job.ImportClient;
import org.statehouse.testkit.Server;

/** Lifecycles, rules with conditions, checks across fields and keys that are unique among some of the records. */
class LifecycleIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);
    private final long id = RecordsServer.number();

    private Scenario post(String name, String members) {
        return Scenario.of(name, "POST", "/api/records/stay").json("{\"id\":" + id + "," + members + "}");
    }

    private Scenario patch(String name, String condition, String body) {
        return Scenario.of(name, "PATCH", "/api/records/stay/" + id)
                .ifMatch(condition)
                .json(body);
    }

    private void stay(String members) {
        records.create("stay", "{\"id\":" + id + ",\"guest\":\"Ann\",\"room\":" + id + members + "}");
    }

    @Test
    void a_record_begins_in_the_initial_state_and_in_no_other() {
        post("another state", "\"guest\":\"Ann\",\"room\":1,\"status\":\"ARRIVED\"")
                .refused(409, "illegal-transition")
                .with("\"field\":\"status\",\"from\":null,\"to\":\"ARRIVED\",\"allowed\":[\"BOOKED\"]")
                .run(server);
        post("another state, before what else is wrong", "\"room\":0,\"status\":\"LEFT\"")
                .refused(409, "illegal-transition")
                .run(server);
        post("no state of the model", "\"guest\":\"Ann\",\"room\":1,\"status\":\"Booked\"")
                .refused(422, "validation-failed")
                .with("\"rule\":\"options\"")
                .run(server);
        post("no state", "\"guest\":\"Ann\",\"room\":1,\"status\":null")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/status\"", "\"rule\":\"required\"")
                .run(server);
        post("state left out", "\"guest\":\"Ann\",\"room\":" + id)
                .answers(201)
                .with("\"status\":\"BOOKED\"")
                .logs(1)
                .rows("stay", 1)
                .run(server);
    }

    @Test
    void a_record_goes_only_where_its_lifecycle_leads() {
        stay(",\"status\":\"BOOKED\"");
        patch("past a state", "\"1\"", "{\"status\":\"LEFT\"}")
                .refused(409, "illegal-transition")
                .with("\"from\":\"BOOKED\",\"to\":\"LEFT\",\"allowed\":[\"ARRIVED\",\"CANCELLED\"]")
                .run(server);
        patch("the version is asked first", "\"7\"", "{\"status\":\"LEFT\"}")
                .refused(412, "version-conflict")
                .run(server);
        patch("the step is asked before the rules", "\"1\"", "{\"status\":\"LEFT\",\"room\":0}")
                .refused(409, "illegal-transition")
                .run(server);
        patch("the same state is no step", "\"1\"", "{\"status\":\"BOOKED\",\"price\":5}")
                .answers(200)
                .logs(1)
                .run(server);
        patch("a step", "\"2\"", "{\"status\":\"ARRIVED\"}")
                .answers(200)
                .logs(1)
                .run(server);
        patch("back", "*", "{\"status\":\"BOOKED\"}")
                .refused(409, "illegal-transition")
                .with("\"allowed\":[\"LEFT\"]")
                .run(server);
        patch("to nothing", "*", "{\"status\":null}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"")
                .run(server);
        Scenario.of("a replacement begins anew", "PUT", "/api/records/stay/" + id)
                .ifMatch("*")
                .json("{\"guest\":\"Bob\",\"room\":" + id + "}")
                .refused(409, "illegal-transition")
                .with("\"from\":\"ARRIVED\",\"to\":\"BOOKED\"")
                .run(server);
        patch("to the end", "*", "{\"status\":\"LEFT\"}").answers(200).logs(1).run(server);
        patch("out of the end", "*", "{\"status\":\"BOOKED\"}")
                .refused(409, "illegal-transition")
                .with("\"allowed\":[]", "LEFT is final")
                .run(server);
    }

    @Test
    void two_fields_are_compared_when_either_changes() {
        stay(",\"arrival\":\"2024-05-01\"");
        patch("earlier", "\"1\"", "{\"departure\":\"2024-05-01\"}")
                .refused(422, "validation-failed")
                .with("{\"pointer\":\"/departure\",\"field\":\"departure\",\"rule\":\"compare\"")
                .with("\"message\":\"Departure must be after Arrival\"", "\"operator\":\"gt\"", "\"other\":\"arrival\"")
                .run(server);
        patch("later", "\"1\"", "{\"departure\":\"2024-05-02\"}")
                .answers(200)
                .logs(1)
                .run(server);
        patch("the other side", "\"2\"", "{\"arrival\":\"2024-05-03\"}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/departure\"")
                .run(server);
        patch("a side that cannot be read", "\"2\"", "{\"arrival\":\"May\"}")
                .refused(422, "validation-failed")
                .without("compare")
                .run(server);
        patch("integer and decimal", "\"2\"", "{\"deposit\":\"10.01\",\"price\":10}")
                .refused(422, "validation-failed")
                .with("\"message\":\"Deposit (lte Price)\"")
                .run(server);
        patch("equal", "\"2\"", "{\"deposit\":10.00,\"price\":10}")
                .answers(200)
                .logs(1)
                .run(server);
        patch("without condition no check", "\"3\"", "{\"deposit\":11,\"status\":\"CANCELLED\"}")
                .answers(200)
                .logs(1)
                .run(server);
    }

    @Test
    void a_rule_with_a_condition_is_asked_when_the_condition_changes() {
        stay(",\"passport\":\"P1234567\"");
        patch("the condition comes to hold", "\"1\"", "{\"country\":\"SE\"}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/passport\"", "\"rule\":\"maxLength\"")
                .run(server);
        patch("for another value another rule", "\"1\"", "{\"country\":\"NO\"}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"pattern\"")
                .without("maxLength")
                .run(server);
        patch("required", "\"1\"", "{\"country\":\"SE\",\"passport\":\"\"}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"", "Swedes show a passport")
                .run(server);
        patch("both", "\"1\"", "{\"country\":\"SE\",\"passport\":\"P12\"}")
                .answers(200)
                .logs(1)
                .run(server);
        patch("taken away under the condition", "\"2\"", "{\"passport\":null}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"")
                .run(server);
        patch("with the condition", "\"2\"", "{\"country\":null,\"passport\":null}")
                .answers(200)
                .logs(1)
                .run(server);
    }

    @Test
    void a_key_is_unique_among_the_records_of_its_condition() {
        stay(",\"locker\":" + id + ",\"arrival\":\"2024-05-01\"");
        long other = RecordsServer.number();
        records.create("stay", "{\"id\":" + other + ",\"guest\":\"Bob\",\"room\":" + id + ",\"locker\":" + id + "}");
        patch("not yet too great", "\"1\"", "{\"status\":\"ARRIVED\"}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"max\"")
                .run(server);
        long locker = id % 90;
        records.patch("stay", other, 1, "{\"locker\":" + locker + "}");
        patch("the first", "\"1\"", "{\"status\":\"ARRIVED\",\"locker\":" + locker + "}")
                .answers(200)
                .logs(1)
                .run(server);
        Scenario second = Scenario.of("the second", "PATCH", "/api/records/stay/" + other);
        second.ifMatch("\"2\"")
                .json("{\"status\":\"ARRIVED\"}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"")
                .run(server);
        Scenario.of("the second in another room", "PATCH", "/api/records/stay/" + other)
                .ifMatch("\"2\"")
                .json("{\"status\":\"ARRIVED\",\"room\":" + other + "}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"locker\"]", "That locker is in use")
                .run(server);
        Scenario.of("the second without a locker", "PATCH", "/api/records/stay/" + other)
                .ifMatch("\"2\"")
                .json("{\"status\":\"ARRIVED\",\"locker\":null}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"room\"]", "Somebody is in that room: Room")
                .run(server);
        patch("the first leaves", "\"2\"", "{\"status\":\"LEFT\"}")
                .answers(200)
                .logs(1)
                .run(server);
        Scenario.of("now the second", "PATCH", "/api/records/stay/" + other)
                .ifMatch("\"2\"")
                .json("{\"status\":\"ARRIVED\"}")
                .answers(200)
                .logs(1)
                .run(server);
    }

    @Test
    void a_row_of_an_import_that_begins_in_another_state_is_told_as_a_transition() {
        String rows = "{\"id\":" + id + ",\"guest\":\"Ann\",\"room\":" + id + ",\"status\":\"LEFT\"}\n" + "{\"id\":"
                + RecordsServer.number() + ",\"guest\":\"Bob\",\"room\":" + id + "}\n";
        JsonNode job =
                new ImportClient(server).run("stay", "application/x-ndjson", rows.getBytes(StandardCharsets.UTF_8));
        assertThat(job.path("written").asInt()).as("%s", job).isEqualTo(1);
        assertThat(job.at("/errors/0/line").asInt()).isEqualTo(1);
        assertThat(job.at("/errors/0/field").asText()).isEqualTo("status");
        assertThat(job.at("/errors/0/rule").asText()).isEqualTo("transition");
    }

    @Test
    void the_catalog_tells_of_lifecycle_checks_and_conditions() {
        Scenario.of("the model", "GET", "/api/metadata/models/stay")
                .answers(200)
                .with(
                        "\"lifecycle\":{\"field\":\"status\",\"initial\":\"BOOKED\",\"transitions\":{\"BOOKED\":[\"ARRIVED\",")
                .with("\"CANCELLED\":[]", "\"where\":{\"status\":{\"eq\":\"ARRIVED\"}}")
                .with("\"field\":\"departure\",\"operator\":\"gt\",\"other\":\"arrival\"")
                .with("\"when\":{\"field\":\"country\",\"is\":[\"SE\"]}")
                .run(server);
    }
}
