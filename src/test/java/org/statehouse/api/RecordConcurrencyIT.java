package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Many clients at once; each promise is the message of what fails. */
class RecordConcurrencyIT {
    private static final int CLIENTS = 16;

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private interface Client<T> {
        T act(int number) throws Exception;
    }

    /** Starts all clients at once and gives what they got. */
    private static <T> List<T> together(int clients, Client<T> client) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            CyclicBarrier start = new CyclicBarrier(clients);
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                calls.add(() -> {
                    start.await();
                    return client.act(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void no_update_is_lost() throws Exception {
        int rounds = 10;
        String id = records.create("account", "{\"code\":\"K-" + RecordsServer.number() + "\"}")
                .path("id")
                .asText();
        String start = records.now();
        List<Integer> done = together(CLIENTS, client -> increments(id, rounds));
        long written = done.stream().mapToInt(Integer::intValue).sum();
        JsonNode account = records.get("account", id);
        assertThat(written).isEqualTo((long) CLIENTS * rounds);
        assertThat(account.path("balance").asLong()).as("No lost update").isEqualTo(written);
        List<JsonNode> changes = records.since(start).stream()
                .filter(change -> change.path("id").asText().equals(id))
                .toList();
        assertThat(changes.stream()
                        .map(change -> change.path("version").asLong())
                        .toList())
                .as("No missed change: position order is version order")
                .isEqualTo(LongStream.rangeClosed(2, written + 1).boxed().toList());
        assertThat(changes.stream()
                        .map(change -> change.path("changes").path("balance").asLong())
                        .toList())
                .as("No lost update")
                .isEqualTo(LongStream.rangeClosed(1, written).boxed().toList());
    }

    private int increments(String id, int rounds) {
        int written = 0;
        while (written < rounds) {
            JsonNode now = records.get("account", id);
            Http.Answer answer = server.http()
                    .patch("/api/records/account/" + id)
                    .ifMatch(now.path("version").asLong())
                    .body(
                            "application/json",
                            "{\"balance\":" + (now.path("balance").asLong() + 1) + "}")
                    .send();
            assertThat(answer.status()).as("%s", answer).isIn(200, 412);
            written += answer.status() == 200 ? 1 : 0;
        }
        return written;
    }

    @Test
    void writes_over_whatever_is_there_all_succeed() throws Exception {
        long id = records.createNumbered("order", "\"select\":\"x\",\"group\":-1");
        String start = records.now();
        List<Http.Answer> answers = together(
                CLIENTS,
                client -> server.http()
                        .patch("/api/records/order/" + id)
                        .header("If-Match", "*")
                        .body("application/json", "{\"group\":" + client + "}")
                        .send());
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isEqualTo(200));
        assertThat(answers.stream()
                        .map(answer -> answer.json().path("version").asLong())
                        .sorted()
                        .toList())
                .as("each write has a version of its own")
                .isEqualTo(LongStream.rangeClosed(2, CLIENTS + 1).boxed().toList());
        assertThat(records.since(start)).as("No missed change").hasSize(CLIENTS);
    }

    @Test
    void one_of_many_creates_with_the_same_id_succeeds() throws Exception {
        long id = RecordsServer.number();
        String start = records.now();
        List<Integer> statuses = together(
                CLIENTS,
                client -> server.http()
                        .post("/api/records/order")
                        .body("application/json", "{\"id\":" + id + ",\"select\":\"" + client + "\"}")
                        .send()
                        .status());
        assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
        assertThat(records.since(start)).as("No phantom").hasSize(1);
    }

    @Test
    void one_of_many_duplicates_succeeds() throws Exception {
        String code = "D-" + RecordsServer.number();
        String start = records.now();
        List<Integer> statuses = together(
                CLIENTS,
                client -> server.http()
                        .post("/api/records/account")
                        .body("application/json", "{\"code\":\"" + code + "\"}")
                        .send()
                        .status());
        assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
        assertThat(records.since(start)).as("No phantom").hasSize(1);
    }

    @Test
    void no_reference_dangles_when_parents_go_while_children_come() throws Exception {
        for (int round = 0; round < 15; round++) {
            long parent = records.createNumbered("folder", "");
            List<Http.Answer> answers = together(
                    4,
                    client -> client == 0
                            ? server.http()
                                    .delete("/api/records/folder/" + parent)
                                    .header("If-Match", "*")
                                    .send()
                            : server.http()
                                    .post("/api/records/file")
                                    .body(
                                            "application/json",
                                            "{\"id\":" + RecordsServer.number() + ",\"folder\":" + parent + "}")
                                    .send());
            assertThat(answers.get(0).status()).as("%s", answers.get(0)).isEqualTo(204);
            for (Http.Answer created : answers.subList(1, 4)) {
                assertThat(created.status()).as("%s", created).isIn(201, 422);
                if (created.status() == 201) {
                    assertThat(records.status("file", created.json().path("id").asLong()))
                            .as("No dangling reference: a child that came before went with its parent")
                            .isEqualTo(404);
                }
            }
            assertThat(server.http()
                            .get("/api/records/file?filter[folder]=" + parent)
                            .send()
                            .json()
                            .path("data"))
                    .isEmpty();
        }
    }

    @Test
    void links_from_both_sides_at_once_lose_nothing() throws Exception {
        List<Long> articles = IntStream.range(0, 4)
                .mapToObj(i -> records.createNumbered("article", ""))
                .toList();
        List<String> labels = IntStream.range(0, 4)
                .mapToObj(i -> "b" + RecordsServer.number())
                .toList();
        labels.forEach(label -> records.create("label", "{\"id\":\"" + label + "\"}"));
        List<Http.Answer> answers = together(CLIENTS, client -> {
            long article = articles.get(client / 4);
            String label = labels.get(client % 4);
            String path = client % 2 == 0
                    ? "article/" + article + "/labels/" + label
                    : "label/" + label + "/articles/" + article;
            return server.http().put("/api/records/" + path).send();
        });
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isEqualTo(200));
        for (long article : articles) {
            assertThat(records.get("article", article).path("version").asLong())
                    .as("No lost update")
                    .isEqualTo(5);
        }
    }
}
