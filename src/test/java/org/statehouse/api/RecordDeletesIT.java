package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What a delete takes with it, changes, or is refused for; and what the log tells of it. */
class RecordDeletesIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private Scenario delete(String name, String model, long id) {
        return Scenario.of(name, "DELETE", "/api/records/" + model + "/" + id).ifMatch("*");
    }

    @Test
    void a_tree_goes_as_a_whole_and_the_log_tells_children_before_parents() {
        long root = records.createNumbered("folder", "");
        long child = records.createNumbered("folder", "\"parent\":" + root);
        long grandchild = records.createNumbered("folder", "\"parent\":" + child);
        long sibling = records.createNumbered("folder", "\"parent\":" + root);
        long deep = records.createNumbered("file", "\"folder\":" + grandchild);
        long shallow = records.createNumbered("file", "\"folder\":" + root);
        String start = records.now();
        delete("a tree", "folder", root)
                .answers(204)
                .logs(6)
                .rows("folder", -4)
                .rows("file", -2)
                .run(server);
        List<JsonNode> changes = records.since(start);
        List<String> brief = Records.brief(changes);
        assertThat(brief)
                .containsExactlyInAnyOrder(
                        "delete folder " + root + " v2",
                        "delete folder " + child + " v2",
                        "delete folder " + grandchild + " v2",
                        "delete folder " + sibling + " v2",
                        "delete file " + deep + " v2",
                        "delete file " + shallow + " v2");
        assertThat(brief)
                .as("children before parents")
                .containsSubsequence(
                        "delete file " + deep + " v2",
                        "delete folder " + grandchild + " v2",
                        "delete folder " + child + " v2",
                        "delete folder " + root + " v2");
        assertThat(brief).last().isEqualTo("delete folder " + root + " v2");
        assertThat(changes.stream()
                        .map(change -> change.path("request").asText())
                        .distinct())
                .hasSize(1);
        assertThat(changes.get(0).path("before").isObject()).isTrue();
    }

    @Test
    void a_diamond_goes_whatever_the_names_of_its_models_are() {
        long whole = records.createNumbered("whole", "");
        long zeta = records.createNumbered("zeta", "\"whole\":" + whole);
        long alpha = records.createNumbered("alpha", "\"whole\":" + whole + ",\"zeta\":" + zeta);
        String start = records.now();
        delete("a diamond", "whole", whole)
                .answers(204)
                .logs(3)
                .rows("whole", -1)
                .rows("zeta", -1)
                .rows("alpha", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly(
                        "delete alpha " + alpha + " v2",
                        "delete zeta " + zeta + " v2",
                        "delete whole " + whole + " v2");
    }

    @Test
    void a_circle_goes_as_a_whole() {
        long left = records.createNumbered("left", "");
        long right = records.createNumbered("right", "\"left\":" + left);
        records.patch("left", left, 1, "{\"right\":" + right + "}");
        String start = records.now();
        delete("a circle", "left", left)
                .answers(204)
                .logs(2)
                .rows("left", -1)
                .rows("right", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly("delete right " + right + " v2", "delete left " + left + " v3");
        long self = records.createNumbered("folder", "");
        records.patch("folder", self, 1, "{\"parent\":" + self + "}");
        delete("its own parent", "folder", self)
                .answers(204)
                .logs(1)
                .rows("folder", -1)
                .run(server);
    }

    @Test
    void references_become_null_each_with_its_version_and_change() {
        long first = records.createNumbered("order", "\"select\":\"a\"");
        long second = records.createNumbered("order", "\"select\":\"b\",\"from\":" + first);
        long third = records.createNumbered("order", "\"select\":\"c\",\"from\":" + first);
        long apart = records.createNumbered("order", "\"select\":\"d\",\"from\":" + second);
        String start = records.now();
        delete("two refer to it", "order", first)
                .answers(204)
                .logs(3)
                .rows("order", -1)
                .run(server);
        List<JsonNode> changes = records.since(start);
        assertThat(Records.brief(changes))
                .containsExactly(
                        "update order " + second + " v2",
                        "update order " + third + " v2",
                        "delete order " + first + " v2");
        assertThat(changes.get(0).path("changes").toString()).isEqualTo("{\"from\":null}");
        assertThat(changes.get(0).path("before").toString()).isEqualTo("{\"from\":" + first + "}");
        assertThat(records.get("order", second).path("from").isNull()).isTrue();
        assertThat(records.get("order", second).path("version").asLong()).isEqualTo(2);
        assertThat(records.get("order", apart).path("version").asLong()).isEqualTo(1);
    }

    @Test
    void a_cover_that_goes_is_taken_off_its_folder() {
        long folder = records.createNumbered("folder", "");
        long file = records.createNumbered("file", "\"folder\":" + folder);
        records.patch("folder", folder, 1, "{\"cover\":" + file + "}");
        delete("the cover", "file", file).answers(204).logs(2).rows("file", -1).run(server);
        assertThat(records.get("folder", folder).path("cover").isNull()).isTrue();
        long next = records.createNumbered("file", "\"folder\":" + folder);
        records.patch("folder", folder, 3, "{\"cover\":" + next + "}");
        String start = records.now();
        delete("folder and cover together", "folder", folder)
                .answers(204)
                .logs(2)
                .rows("file", -1)
                .rows("folder", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly("delete file " + next + " v2", "delete folder " + folder + " v5");
    }

    @Test
    void a_restricting_reference_keeps_all_of_it_unless_it_goes_too() {
        long whole = records.createNumbered("whole", "");
        long zeta = records.createNumbered("zeta", "\"whole\":" + whole);
        long alpha = records.createNumbered("alpha", "\"whole\":" + whole + ",\"zeta\":" + zeta);
        long one = records.createNumbered("guard", "\"zeta\":" + zeta);
        long two = records.createNumbered("guard", "\"zeta\":" + zeta + ",\"alpha\":" + alpha);
        Http.Answer refused = delete("three references", "whole", whole)
                .refused(409, "reference-restricted")
                .with("\"model\":\"guard\"")
                .run(server);
        assertThat(refused.json().path("references").toString())
                .contains(
                        "{\"model\":\"guard\",\"field\":\"alpha\",\"count\":1}",
                        "{\"model\":\"guard\",\"field\":\"zeta\",\"count\":2}");
        records.patch("guard", one, 1, "{\"whole\":" + whole + "}");
        delete("one of them would go", "whole", whole)
                .refused(409, "reference-restricted")
                .with("\"count\":1")
                .run(server);
        records.patch("guard", two, 1, "{\"whole\":" + whole + "}");
        delete("all of them go", "whole", whole)
                .answers(204)
                .logs(5)
                .rows("whole", -1)
                .rows("zeta", -1)
                .rows("alpha", -1)
                .rows("guard", -2)
                .run(server);
    }

    @Test
    void a_child_that_is_moved_away_while_the_delete_waits_stays() throws SQLException {
        long old = records.createNumbered("folder", "");
        long other = records.createNumbered("folder", "");
        long child = records.createNumbered("folder", "\"parent\":" + old);
        CompletableFuture<Http.Answer> answer;
        try (Connection mover = server.dataSource().getConnection();
                Statement statement = mover.createStatement()) {
            mover.setAutoCommit(false);
            statement.execute("UPDATE folder SET parent = " + other + " WHERE id = " + child);
            answer = CompletableFuture.supplyAsync(() -> server.http()
                    .delete("/api/records/folder/" + old)
                    .ifMatch(1)
                    .send());
            await("the delete waits for the child")
                    .atMost(Duration.ofSeconds(20))
                    .until(this::somebodyWaits);
            mover.commit();
        }
        assertThat(answer.join().status()).isEqualTo(204);
        assertThat(records.status("folder", old)).isEqualTo(404);
        assertThat(records.get("folder", child).path("parent").asLong()).isEqualTo(other);
    }

    private boolean somebodyWaits() throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
            rows.next();
            return rows.getLong(1) > 0;
        }
    }
}
