package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemType;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The {@code type} of every problem leads to a page that explains it. */
class ProblemPagesIT {

    private final Server server = RecordsServer.get();

    private Http.Answer get(String path, String accept) {
        Http.Answer answer = server.http().get(path).header("Accept", accept).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).startsWith(accept);
        return answer;
    }

    @Test
    void every_problem_has_a_page_in_each_format() {
        for (ProblemType type : ProblemType.values()) {
            String path = "/problems/" + type.slug();
            assertThat(get(path, "text/html").text())
                    .contains("<html lang=\"en\">", "<h1>" + type.title(), type.slug(), "HTTP status " + type.status())
                    .doesNotContain("<script", "`", "](");
            assertThat(get(path, "text/markdown").text())
                    .startsWith("# " + type.title())
                    .contains(type.slug());
            JsonNode json = get(path, "application/json").json();
            assertThat(json.path("type").asText()).isEqualTo(path);
            assertThat(json.path("status").asInt()).isEqualTo(type.status());
            assertThat(json.path("remedy").asText()).isNotBlank();
        }
    }

    @Test
    void the_list_names_all_of_them() {
        List<String> slugs = java.util.Arrays.stream(ProblemType.values())
                .map(ProblemType::slug)
                .toList();
        for (String path : List.of("/problems", "/problems/")) {
            String html = get(path, "text/html").text();
            String markdown = get(path, "text/markdown").text();
            assertThat(slugs).allSatisfy(slug -> {
                assertThat(html).contains("href=\"/problems/" + slug + "\"");
                assertThat(markdown).contains("(/problems/" + slug + ")");
            });
            JsonNode data = get(path, "application/json").json().path("data");
            assertThat(StreamSupport.stream(data.spliterator(), false)
                            .map(one -> one.path("slug").asText()))
                    .containsExactlyInAnyOrderElementsOf(slugs);
        }
    }

    @Test
    void the_type_of_a_problem_that_was_answered_leads_to_its_page() {
        Http.Answer refused = server.http().get("/api/records/nope").send();
        Http.Answer page = get(refused.json().path("type").asText(), "text/html");
        assertThat(page.text()).contains("<h1>" + refused.json().path("title").asText());
    }

    @Test
    void a_page_can_do_nothing_but_be_read() {
        Http.Answer page = get("/problems/version-conflict", "text/html");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "style-src 'self'", "frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.header("Vary")).hasValue("Accept");
        assertThat(page.header("X-Request-Id")).isPresent();
        assertThat(server.http().get("/statehouse.css").send().status()).isEqualTo(200);
        Http.Answer head = server.http().request("HEAD", "/problems").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
    }

    @Test
    void what_is_not_a_page_is_a_problem() {
        for (String path : List.of(
                "/problems/nope",
                "/problems/container",
                "/problems/Not-Found",
                "/problems/not-found/",
                "/problems/not-found/x",
                "/problems/%3Cscript%3E")) {
            Scenario.of(path, "GET", path).refused(404, "not-found").run(server);
        }
        Scenario.of("a parameter", "GET", "/problems/not-found?x=1")
                .refused(400, "bad-query")
                .run(server);
        Scenario.of("a picture", "GET", "/problems")
                .header("Accept", "image/png")
                .refused(406, "not-acceptable")
                .run(server);
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            Http.Answer answer = Scenario.of(method, method, "/problems/not-found")
                    .refused(405, "method-not-allowed")
                    .run(server);
            assertThat(answer.header("Allow")).hasValue("GET, HEAD");
        }
    }
}
