package org.statehouse.bench;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.statehouse.testkit.Http;

/** {@code PATCH} of one field with {@code If-Match}, each connection of records of its own. */
record Updates() implements Workload {

    /** No other parameter of the statement has this value. */
    private static final long VERSION = 41;

    @Override
    public String name() {
        return "update";
    }

    @Override
    public Session session(Records records, int connection, int connections) {
        Random random = new Random(connection);
        return new Session() {
            private int at;

            @Override
            public byte[] next() {
                at = records.own(random, connection, connections);
                return request(records.id(at), records.version(at), Vehicles.freshPrice());
            }

            @Override
            public boolean answered(Answer answer) {
                if (answer.status() == 200) {
                    records.written(at);
                }
                return answer.status() == 200;
            }
        };
    }

    private static byte[] request(String id, long version, String price) {
        return Requests.json("PATCH", Vehicles.PATH + "/" + id, Requests.ifMatch(version), "{\"price\":" + price + "}");
    }

    @Override
    public Probe probe(Stage stage) {
        String id = stage.newRecord();
        for (long version = 1; version < VERSION; version++) {
            stage.require(200, patch(stage, id, version, "1." + (10 + version)));
        }
        stage.require(200, patch(stage, id, VERSION, "4711.25"));
        return new Probe(Map.of("id", id, "version", Long.toString(VERSION), "price", "4711.25"), VERSION);
    }

    private static Http.Answer patch(Stage stage, String id, long version, String price) {
        return stage.http()
                .patch(Vehicles.PATH + "/" + id)
                .ifMatch(version)
                .body("application/json", "{\"price\":" + price + "}")
                .send();
    }

    @Override
    public LimitScript limit() {
        return new LimitScript(
                List.of("\\set i :i + 1", "\\set k :client_id * :each + :i % :each", "\\set v :i / :each + 1"),
                Map.of(
                        "id",
                        LimitRows.idOf(":k::bigint"),
                        "version",
                        ":v::bigint",
                        "price",
                        "(:i::bigint % 90000)::numeric"),
                true);
    }
}
