package org.statehouse.bench;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code GET} by id, of any record. */
record Reads() implements Workload {

    @Override
    public String name() {
        return "read";
    }

    @Override
    public Session session(Records records, int connection, int connections) {
        Random random = new Random(connection);
        return new Session() {
            @Override
            public byte[] next() {
                return Requests.get(Vehicles.PATH + "/" + records.any(random));
            }

            @Override
            public boolean answered(Answer answer) {
                return answer.status() == 200;
            }
        };
    }

    @Override
    public Probe probe(Stage stage) {
        String id = stage.anyId();
        stage.require(200, stage.http().get(Vehicles.PATH + "/" + id).send());
        return new Probe(Map.of("id", id), 1);
    }

    @Override
    public LimitScript limit() {
        return new LimitScript(
                List.of("\\set k random(0, :rows - 1)"), Map.of("id", LimitRows.idOf(":k::bigint")), false);
    }
}
