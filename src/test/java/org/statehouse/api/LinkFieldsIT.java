package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Fields of links: written with links from every place that links are written from, read beside the linked record. */
class LinkFieldsIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private long track() {
        long id = RecordsServer.number();
        records.create("track", "{\"id\":" + id + ",\"title\":\"t\"}");
        return id;
    }

    private long playlist(String tracks) {
        long id = RecordsServer.number();
        records.create("playlist", "{\"id\":" + id + ",\"name\":\"p\",\"tracks\":[" + tracks + "]}");
        return id;
    }

    private Scenario call(String name, String method, String path) {
        return Scenario.of(name, method, "/api/records/" + path);
    }

    private JsonNode page(String path) {
        return server.http().get("/api/records/" + path).send().json().path("data");
    }

    private String link(String path) {
        JsonNode data = page(path);
        assertThat(data).hasSize(1);
        return data.get(0).path("$link").toString();
    }

    private static String fields(Object position, String note) {
        return "{\"position\":" + position + ",\"note\":" + note + ",\"added\":null}";
    }

    @Test
    void a_link_is_put_with_fields_and_read_with_them() {
        long track = track();
        long playlist = playlist("");
        String path = "playlist/" + playlist + "/tracks";
        String one = path + "/" + track;
        String start = records.now();
        call("a link with a value", "PUT", one)
                .json("{\"position\":3}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("playlist_tracks", 1)
                .run(server);
        assertThat(link(path)).isEqualTo(fields(3, "null"));
        call("the same", "PUT", one)
                .json("{\"position\":3}")
                .answers(200)
                .with("\"version\":2")
                .run(server);
        call("no body", "PUT", one).answers(200).with("\"version\":2").run(server);
        call("an empty body", "PUT", one)
                .json("{}")
                .answers(200)
                .with("\"version\":2")
                .run(server);
        call("another value", "PUT", one)
                .json("{\"position\":4,\"note\":\"n\"}")
                .answers(200)
                .with("\"version\":3")
                .logs(1)
                .run(server);
        assertThat(link(path)).isEqualTo(fields(4, "\"n\""));
        assertThat(link("track/" + track + "/playlists")).isEqualTo(fields(4, "\"n\""));
        call("unlinked", "DELETE", one)
                .answers(200)
                .logs(1)
                .rows("playlist_tracks", -1)
                .run(server);
        call("with the defaults", "PUT", one)
                .answers(200)
                .logs(1)
                .rows("playlist_tracks", 1)
                .run(server);
        assertThat(link(path)).isEqualTo(fields(1, "null"));
        List<JsonNode> changes = records.since(start);
        assertThat(changes.get(0).path("changes").toString())
                .isEqualTo("{\"tracks\":{\"add\":[{\"id\":" + track + ",\"position\":3,\"note\":null,\"added\":null}],"
                        + "\"remove\":[],\"set\":[]}}");
        assertThat(changes.get(1).path("changes").toString())
                .isEqualTo("{\"tracks\":{\"add\":[],\"remove\":[],\"set\":[{\"id\":" + track
                        + ",\"position\":4,\"note\":\"n\",\"added\":null}]}}");
        assertThat(changes.get(1).path("before").toString())
                .isEqualTo("{\"tracks\":[{\"id\":" + track + ",\"position\":3,\"note\":null,\"added\":null}]}");
        assertThat(changes.get(2).path("changes").toString())
                .isEqualTo("{\"tracks\":{\"add\":[],\"remove\":[" + track + "],\"set\":[]}}");
        assertThat(Records.brief(changes).get(1)).isEqualTo("link playlist " + playlist + " v3");
    }

    @Test
    void bodies_of_records_have_links_with_fields() {
        long a = track();
        long b = track();
        long playlist = playlist("{\"id\":" + a + ",\"position\":2}," + b);
        String path = "playlist/" + playlist + "/tracks?sort=id";
        assertThat(page(path).get(0).path("$link").toString()).isEqualTo(fields(2, "null"));
        assertThat(page(path).get(1).path("$link").toString()).isEqualTo(fields(1, "null"));
        call("ids alone keep what is there", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[" + a + "," + b + "]}")
                .answers(200)
                .with("\"version\":1")
                .run(server);
        call("one changes, one goes", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"id\":" + a + ",\"position\":5}]}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("playlist_tracks", -1)
                .run(server);
        assertThat(link(path)).isEqualTo(fields(5, "null"));
        call("a whole record", "PUT", "playlist/" + playlist)
                .ifMatch("\"2\"")
                .json("{\"name\":\"p\",\"tracks\":[" + a + ",{\"id\":" + b + ",\"note\":\"x\"}]}")
                .answers(200)
                .logs(1)
                .rows("playlist_tracks", 1)
                .run(server);
        assertThat(page(path).get(0).path("$link").toString()).isEqualTo(fields(5, "null"));
        assertThat(page(path).get(1).path("$link").toString()).isEqualTo(fields(1, "\"x\""));
        JsonNode expanded = server.http()
                .get("/api/records/playlist/" + playlist + "?expand=tracks")
                .send()
                .json()
                .path("tracks");
        assertThat(expanded.get(0).path("$link").toString()).isEqualTo(fields(5, "null"));
        assertThat(expanded.get(1).path("$link").toString()).isEqualTo(fields(1, "\"x\""));
        JsonNode playlists = server.http()
                .get("/api/records/track/" + b + "?expand=playlists")
                .send()
                .json()
                .path("playlists");
        assertThat(playlists.get(0).path("$link").toString()).isEqualTo(fields(1, "\"x\""));
    }

    @Test
    void links_are_added_and_removed_with_fields_from_both_sides() {
        long a = track();
        long b = track();
        long playlist = playlist("");
        call("two", "POST", "playlist/" + playlist + "/tracks")
                .json("{\"add\":[{\"id\":" + a + ",\"position\":7}," + b + "]}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("playlist_tracks", 2)
                .run(server);
        call("one set, one gone", "POST", "playlist/" + playlist + "/tracks")
                .json("{\"add\":[{\"id\":" + a + ",\"position\":8}],\"remove\":[" + b + "]}")
                .answers(200)
                .with("\"version\":3")
                .logs(1)
                .rows("playlist_tracks", -1)
                .run(server);
        call("nothing new", "POST", "playlist/" + playlist + "/tracks")
                .json("{\"add\":[{\"id\":" + a + ",\"position\":8}],\"remove\":[" + b + "]}")
                .answers(200)
                .with("\"version\":3")
                .run(server);
        call("from the other side", "PUT", "track/" + a + "/playlists/" + playlist)
                .json("{\"position\":9}")
                .answers(200)
                .with("\"version\":4")
                .logs(1)
                .run(server);
        call("many from there", "POST", "track/" + a + "/playlists")
                .json("{\"add\":[{\"id\":" + playlist + ",\"position\":10}]}")
                .answers(200)
                .with("\"version\":5")
                .logs(1)
                .run(server);
        assertThat(link("playlist/" + playlist + "/tracks")).isEqualTo(fields(10, "null"));
    }

    @Test
    void rules_are_kept_and_pointers_lead_to_what_breaks_them() {
        long a = track();
        long playlist = playlist("");
        String tracks = "playlist/" + playlist + "/tracks";
        call("in a record", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"id\":" + a + ",\"position\":0}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/tracks/0/position\"", "\"rule\":\"min\"")
                .run(server);
        call("a wrong type", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"id\":" + a + ",\"position\":\"x\"}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/tracks/0/position\"")
                .run(server);
        call("in a create", "POST", "playlist")
                .json("{\"id\":" + RecordsServer.number() + ",\"name\":\"p\",\"tracks\":[" + a + ",{\"id\":" + a
                        + ",\"note\":\"123456789012345678901\"}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/tracks/1/note\"")
                .run(server);
        call("in a list", "POST", tracks)
                .json("{\"add\":[{\"id\":" + a + ",\"position\":0}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/add/0/position\"")
                .run(server);
        call("of one", "PUT", tracks + "/" + a)
                .json("{\"position\":0}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/position\"")
                .run(server);
        call("a required value", "PUT", "playlist/" + playlist + "/heard/" + a)
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/times\"", "\"rule\":\"required\"")
                .run(server);
        call("unknown", "PUT", tracks + "/" + a)
                .json("{\"place\":1}")
                .refused(422, "unknown-field")
                .with("'place'", "\"pointer\":\"/place\"")
                .run(server);
        call("unknown in a record", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"id\":" + a + ",\"place\":1}]}")
                .refused(422, "unknown-field")
                .with("\"pointer\":\"/tracks/0/place\"")
                .run(server);
        call("where links have no fields", "PATCH", "article/" + records.createNumbered("article", ""))
                .ifMatch("*")
                .json("{\"labels\":[{\"id\":\"x\",\"position\":1}]}")
                .refused(422, "unknown-field")
                .with("\"pointer\":\"/labels/0/position\"")
                .run(server);
        call("no id", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"position\":1}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/tracks/0\"")
                .run(server);
        call("twice with different values", "PATCH", "playlist/" + playlist)
                .json("{\"tracks\":[{\"id\":" + a + ",\"position\":1},{\"id\":" + a + ",\"position\":2}]}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/tracks/1\"", "\"rule\":\"unique\"")
                .run(server);
        call("another id in the body", "PUT", tracks + "/" + a)
                .json("{\"id\":1,\"position\":1}")
                .refused(400, "malformed-request")
                .run(server);
        call("no object", "PUT", tracks + "/" + a)
                .json("[]")
                .refused(400, "malformed-request")
                .run(server);
        call("checked without a write", "POST", "playlist/validate")
                .json("{\"id\":" + RecordsServer.number() + ",\"name\":\"p\",\"tracks\":[{\"id\":" + a
                        + ",\"position\":0}]}")
                .answers(200)
                .with("\"/tracks/0/position\"")
                .run(server);
    }

    @Test
    void the_delete_of_the_far_side_takes_its_links() {
        long a = track();
        long playlist = playlist("{\"id\":" + a + ",\"position\":6}");
        String start = records.now();
        call("the delete", "DELETE", "track/" + a)
                .answers(204)
                .logs(2)
                .rows("track", -1)
                .rows("playlist_tracks", -1)
                .run(server);
        JsonNode unlinked = records.since(start).stream()
                .filter(change -> change.path("op").asText().equals("unlink"))
                .findFirst()
                .orElseThrow();
        assertThat(unlinked.path("id").asLong()).isEqualTo(playlist);
        assertThat(unlinked.path("changes").toString())
                .isEqualTo("{\"tracks\":{\"add\":[],\"remove\":[" + a + "],\"set\":[]}}");
        assertThat(unlinked.path("before")
                        .path("tracks")
                        .path(0)
                        .path("position")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void values_of_every_type_come_back_and_other_spellings_of_them_change_nothing() {
        long a = track();
        long playlist = playlist("");
        String path = "playlist/" + playlist + "/pressed";
        call("first", "PUT", path + "/" + a)
                .json("""
                        {"price":1.50,"gain":-0.5,"side":"A","cut":"LONG","mixes":["MONO","DUB"],"title":"ONE","notes":"n",
                         "mail":"a@example.com","page":"https://example.com/","cover":"https://example.com/a.png",
                         "clip":"https://vimeo.com/76979871","live":true,"on":"2024-02-29","at":"12:30:00",
                         "began":"2024-02-29T12:00:00Z","code":"0190f3a2-7c4e-7d31-8b52-0a1b2c3d4e5f",
                         "sheet":{"a":[1.0,null],"b":"x"}}
                        """)
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("playlist_pressed", 1)
                .run(server);
        String written = link(path);
        assertThat(written)
                .isEqualTo(
                        "{\"price\":1.5,\"gain\":-0.5,\"side\":\"A\",\"cut\":\"LONG\",\"mixes\":[\"MONO\",\"DUB\"],"
                                + "\"title\":\"ONE\",\"notes\":\"n\",\"mail\":\"a@example.com\",\"page\":\"https://example.com/\","
                                + "\"cover\":\"https://example.com/a.png\",\"clip\":\"https://vimeo.com/76979871\",\"live\":true,"
                                + "\"on\":\"2024-02-29\",\"at\":\"12:30:00.000000\",\"began\":\"2024-02-29T12:00:00.000000Z\","
                                + "\"code\":\"0190f3a2-7c4e-7d31-8b52-0a1b2c3d4e5f\",\"sheet\":{\"a\":[1.0,null],\"b\":\"x\"}}");
        call("as it is stored", "GET", path)
                .answers(200)
                .with("\"$link\":{\"price\":1.50,")
                .run(server);
        call("the same in other words", "PUT", path + "/" + a)
                .json("""
                        {"price":"1.5","gain":-5e-1,"side":"A","cut":"LONG","mixes":["DUB","MONO"],"title":" one ","notes":"n",
                         "mail":"a@example.com","page":"https://example.com/","cover":"https://example.com/a.png",
                         "clip":"https://vimeo.com/76979871","live":true,"on":"2024-02-29","at":"12:30:00.0",
                         "began":"2024-02-29T13:00:00.000+01:00","code":"0190F3A2-7C4E-7D31-8B52-0A1B2C3D4E5F",
                         "sheet":{"b":"x","a":[1.00,null]}}
                        """)
                .answers(200)
                .with("\"version\":2")
                .run(server);
        call("back as it was read", "POST", path)
                .json("{\"add\":[{\"id\":" + a + "," + written.substring(1) + "]}")
                .answers(200)
                .with("\"version\":2")
                .run(server);
        String export = "/api/records/playlist/export?fields=pressed&filter%5Bid%5D=" + playlist;
        String exported = server.http().get(export).send().text();
        assertThat(exported)
                .contains("\"pressed\":[{\"id\":" + a + ",\"price\":1.50,\"gain\":-0.5,\"side\":\"A\"")
                .contains("\"began\":\"2024-02-29T12:00:00.000000Z\"");
        call("as it was exported", "PATCH", "playlist/" + playlist)
                .json(exported)
                .answers(200)
                .with("\"version\":2")
                .run(server);
        assertThat(server.http().get(export + "&format=csv").send().text()).contains("," + a + "\r\n");
        call("another value", "PUT", path + "/" + a)
                .json("{\"price\":1.51}")
                .answers(200)
                .with("\"version\":3")
                .logs(1)
                .run(server);
    }
}
