package org.statehouse.crash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * A write, to be sent as often as one likes.
 *
 * @param deeds what it does when it is done, one for each record
 * @param keyed whether it has an Idempotency-Key, so that it is done once however often it is sent
 * @param http builds it
 */
record Request(List<Deed> deeds, boolean keyed, Supplier<Http.Request> http) {

    private static Request of(Deed deed, boolean keyed, Supplier<Http.Request> http) {
        return new Request(
                List.of(deed), keyed, () -> keyed ? http.get().header("Idempotency-Key", deed.mark()) : http.get());
    }

    static Request createItem(Server server, String mark, boolean keyed) {
        Deed deed = deed(mark, Deed.Act.CREATE, "item", "", 0, 0, "");
        return of(deed, keyed, () -> server.http().post("/api/records/item").json(body(deed)));
    }

    static Request createSlot(Server server, String mark, long id) {
        Deed deed = deed(mark, Deed.Act.CREATE, "slot", Long.toString(id), 0, 0, "");
        Map<String, Object> body = body(deed);
        body.put("id", id);
        return of(deed, true, () -> server.http().post("/api/records/slot").json(body));
    }

    static Request createTag(Server server, String mark, String id) {
        Deed deed = deed(mark, Deed.Act.CREATE, "tag", id, 0, 0, "");
        Map<String, Object> body = body(deed);
        body.put("id", id);
        return of(deed, true, () -> server.http().post("/api/records/tag").json(body));
    }

    /** Of a slot that was created and nothing else. */
    static Request changeSlot(Server server, String mark, long id) {
        Deed deed = deed(mark, Deed.Act.CHANGE, "slot", Long.toString(id), 1, 1, "");
        return of(
                deed,
                true,
                () -> server.http().patch("/api/records/slot/" + id).ifMatch(1).json(body(deed)));
    }

    static Request deleteSlot(Server server, String mark, long id) {
        Deed deed = deed(mark, Deed.Act.DELETE, "slot", Long.toString(id), 1, 0, "");
        return of(
                deed,
                true,
                () -> server.http().delete("/api/records/slot/" + id).ifMatch(1));
    }

    static Request linkSlot(Server server, String mark, long id, String tag) {
        Deed deed = deed(mark, Deed.Act.LINK, "slot", Long.toString(id), 1, 0, tag);
        return of(
                deed,
                true,
                () -> server.http()
                        .put("/api/records/slot/" + id + "/tags/" + tag)
                        .ifMatch(1));
    }

    /** Of so many items. */
    static Request importItems(Server server, String mark, int rows) {
        List<Deed> deeds = IntStream.range(0, rows)
                .mapToObj(row -> deed(mark + "-" + row, Deed.Act.CREATE, "item", "", 0, row, ""))
                .toList();
        String file = deeds.stream()
                .map(row -> "{\"mark\":\"" + row.mark() + "\",\"count\":" + row.count() + "}")
                .collect(Collectors.joining("\n"));
        return new Request(
                deeds,
                true,
                () -> server.http()
                        .post("/api/records/item/import")
                        .header("Idempotency-Key", mark)
                        .body("application/x-ndjson", file));
    }

    Told send() {
        return Told.by(http.get());
    }

    /** What its client knows in the end. */
    List<Deed> known(Told told) {
        if (told.isDone() && deeds.size() == 1) {
            Deed deed = deeds.get(0);
            var record = told.known().json();
            String id = record.path("id").asText(deed.id());
            return List.of(deed.done(id, record.path("version").asLong()));
        }
        return deeds.stream().map(deed -> deed.with(told.outcome())).toList();
    }

    private static Deed deed(String mark, Deed.Act act, String model, String id, long base, long count, String other) {
        return new Deed(mark, act, model, id, base, count, other, Deed.Outcome.UNKNOWN, 0);
    }

    private static Map<String, Object> body(Deed deed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mark", deed.mark());
        body.put("count", deed.count());
        return body;
    }
}
