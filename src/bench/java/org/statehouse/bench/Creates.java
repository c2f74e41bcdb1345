package org.statehouse.bench;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code POST} of a new record with nine fields. */
record Creates() implements Workload {

    private static final String MARKED = """
            {"plate":"X-%1$s","size":"OVERSIZED","make":"Make %1$s","color":"color %1$s","owner":"o%1$s@example.org",\
            "mileage":77123,"price":4711.25,"seen":"2026-01-31T12:00:00Z","serial":%2$d}""";

    @Override
    public String name() {
        return "create";
    }

    @Override
    public Session session(Records records, int connection, int connections) {
        Random random = new Random(connection);
        return new Session() {
            @Override
            public byte[] next() {
                return Requests.json("POST", Vehicles.PATH, "", Vehicles.create(random));
            }

            @Override
            public boolean answered(Answer answer) {
                return answer.status() == 201;
            }
        };
    }

    @Override
    public Probe probe(Stage stage) {
        long number = System.nanoTime();
        String mark = Long.toString(number);
        String id = stage.require(
                        201,
                        stage.http()
                                .post(Vehicles.PATH)
                                .body("application/json", MARKED.formatted(mark, -number))
                                .send())
                .path("id")
                .asText();
        return new Probe(
                Map.of(
                        "id",
                        id,
                        "plate",
                        "X-" + mark,
                        "size",
                        "OVERSIZED",
                        "make",
                        "Make " + mark,
                        "color",
                        "color " + mark,
                        "owner",
                        "o" + mark + "@example.org",
                        "mileage",
                        "77123",
                        "price",
                        "4711.25",
                        "serial",
                        Long.toString(-number)),
                1);
    }

    @Override
    public LimitScript limit() {
        return new LimitScript(
                List.of("\\set i :i + 1", "\\set n :base + :i * :clients + :client_id"),
                Map.of(
                        "id",
                        LimitRows.idOf(":n::bigint"),
                        "plate",
                        "('P-' || :n::bigint)::varchar",
                        "mileage",
                        "(:n::bigint % 100000)",
                        "serial",
                        "(-(:n::bigint))"),
                false);
    }
}
