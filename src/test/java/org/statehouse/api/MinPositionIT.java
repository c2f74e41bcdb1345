package org.statehouse.api;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.log.Cursor;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A read shows at least what its caller has seen elsewhere. */
class MinPositionIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private List<String> reads(long id) {
        return List.of(
                "/api/records/room/" + id,
                "/api/records/room/" + id + "/history",
                "/api/records/room/" + id + "/desks",
                "/api/records/room?filter[id]=" + id,
                "/api/records/room/aggregate?count",
                "/api/records/room/export");
    }

    private Scenario read(String path, String position) {
        return Scenario.of("a read", "GET", path).header("Statehouse-Min-Position", position);
    }

    @Test
    void what_was_acknowledged_is_there_at_once() {
        long id = RecordsServer.number();
        Http.Answer written = Scenario.of("a write", "POST", "/api/records/room")
                .json("{\"id\":" + id + ",\"floor\":4}")
                .answers(201)
                .logs(1)
                .rows("room", 1)
                .run(server);
        String position = written.header("Statehouse-Position").orElseThrow();
        for (String path : reads(id)) {
            read(path, position).answers(200).run(server);
            read(path, records.now()).answers(200).run(server);
        }
        read("/api/records/room/" + id, position)
                .answers(200)
                .with("\"floor\":4")
                .run(server);
    }

    @Test
    void what_cannot_come_is_refused() {
        long id = records.createNumbered("room", "");
        Cursor now = Cursor.parse(records.now());
        Cursor ahead = new Cursor(now.epoch(), now.upper() + 1_000_000, 0, 1, now.upper() + 1_000_000, List.of());
        Cursor other = new Cursor(now.epoch() + 1, now.upper(), 0, now.check(), now.upper(), List.of());
        for (String path : reads(id)) {
            read(path, "x").refused(400, "bad-cursor").run(server);
            read(path, "").refused(400, "bad-cursor").run(server);
            read(path, ahead.text()).refused(410, "resync").with("\"ahead\"").run(server);
            read(path, other.text()).refused(410, "resync").with("\"epoch\"").run(server);
        }
    }
}
