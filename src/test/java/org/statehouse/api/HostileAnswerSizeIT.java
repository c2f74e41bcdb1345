package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A refusal stays small, however much is wrong with a request. */
class HostileAnswerSizeIT {
    private static final int MOST = 40_000;

    private final Server server = RecordsServer.get();

    private void requireSmall(String name, String path, String body, String problem) {
        Http.Answer answer =
                Scenario.of(name, "POST", path).json(body).refused(422, problem).run(server);
        assertThat(answer.text().length()).as(name).isLessThan(MOST);
        assertThat(answer.json().path("errors").size()).as(name).isBetween(1, 100);
    }

    @Test
    void of_thousands_of_faults_a_hundred_are_named() {
        String members =
                IntStream.range(0, 20_000).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
        requireSmall("20,000 unknown members", "/api/records/label", "{\"id\":\"a\"," + members + "}", "unknown-field");
        String ids = "1,".repeat(50_000) + "1";
        requireSmall(
                "50,000 ids of the wrong type",
                "/api/records/article",
                "{\"id\":1,\"labels\":[" + ids + "]}",
                "validation-failed");
        requireSmall(
                "50,000 ids that are not there",
                "/api/records/article",
                "{\"id\":1,\"labels\":["
                        + IntStream.range(0, 50_000)
                                .mapToObj(i -> "\"n" + i + "\"")
                                .collect(Collectors.joining(","))
                        + "]}",
                "validation-failed");
        requireSmall(
                "20,000 links with unknown fields",
                "/api/records/playlist",
                "{\"id\":1,\"name\":\"a\",\"tracks\":[" + "{\"id\":1,\"placement\":1},".repeat(20_000) + "1]}",
                "unknown-field");
        requireSmall(
                "many digits",
                "/api/records/sample",
                "{\"amount\":" + "9".repeat(1_000) + ",\"wide\":1e131071,\"price\":\"" + "9".repeat(100_000) + "\"}",
                "validation-failed");
        requireSmall(
                "a long id", "/api/records/label", "{\"id\":\"" + "x".repeat(900_000) + "\"}", "validation-failed");
    }

    @Test
    void a_path_that_names_much_is_answered_shortly() {
        String long1 = "x".repeat(8_000);
        for (String path : new String[] {
            "/" + long1,
            "/label/" + long1,
            "/label?" + long1 + "=1",
            "/label?filter=" + long1,
            "/label?sort=" + "a,".repeat(3_000),
            "/label?" + "x=1&".repeat(1_900),
            "/label?fields=" + "y,".repeat(3_000),
            "/label?expand=" + "z,".repeat(3_000)
        }) {
            Http.Answer answer = Scenario.of(path, "GET", "/api/records" + path).run4xx(server);
            assertThat(answer.text().length()).as(path).isLessThan(MOST);
        }
    }
}
