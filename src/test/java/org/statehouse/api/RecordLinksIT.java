package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Many-to-many links: a link is its owner's change, from whichever side it is made. */
class RecordLinksIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private String label() {
        String id = "l" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + id + "\"}");
        return id;
    }

    private Scenario link(String name, String method, String path) {
        return Scenario.of(name, method, "/api/records/" + path);
    }

    private List<String> linked(String path) {
        JsonNode page =
                server.http().get("/api/records/" + path + "?sort=id").send().json();
        return page.path("data").findValuesAsText("id");
    }

    @Test
    void linking_and_unlinking_are_idempotent_and_change_the_owner_only() {
        long article = records.createNumbered("article", "");
        String label = label();
        String start = records.now();
        String path = "article/" + article + "/labels/" + label;
        link("a link", "PUT", path)
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("article_labels", 1)
                .run(server);
        link("again", "PUT", path).answers(200).with("\"version\":2").logs(0).run(server);
        link("at a stale version", "PUT", path)
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .run(server);
        link("unlinked", "DELETE", path)
                .ifMatch("\"2\"")
                .answers(200)
                .with("\"version\":3")
                .logs(1)
                .rows("article_labels", -1)
                .run(server);
        link("again", "DELETE", path).answers(200).with("\"version\":3").logs(0).run(server);
        List<JsonNode> changes = records.since(start);
        assertThat(Records.brief(changes))
                .containsExactly("link article " + article + " v2", "unlink article " + article + " v3");
        assertThat(changes.get(0).path("changes").toString())
                .isEqualTo("{\"labels\":{\"add\":[\"" + label + "\"],\"remove\":[]}}");
        assertThat(changes.get(1).path("changes").toString())
                .isEqualTo("{\"labels\":{\"add\":[],\"remove\":[\"" + label + "\"]}}");
        assertThat(records.get("label", label).path("version").asLong()).isEqualTo(1);
    }

    @Test
    void the_other_side_makes_the_same_links() {
        long one = records.createNumbered("article", "");
        long two = records.createNumbered("article", "");
        String label = label();
        String path = "label/" + label + "/articles";
        link("from the label", "PUT", path + "/" + one)
                .answers(200)
                .with("\"id\":" + one, "\"version\":2")
                .logs(1)
                .rows("article_labels", 1)
                .run(server);
        link("again", "PUT", path + "/" + one).answers(200).logs(0).run(server);
        String start = records.now();
        link("one comes, one goes", "POST", path)
                .json("{\"add\":[" + two + "],\"remove\":[" + one + "]}")
                .answers(200)
                .logs(2)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactlyInAnyOrder("unlink article " + one + " v3", "link article " + two + " v2");
        assertThat(linked(path)).containsExactly(Long.toString(two));
        assertThat(linked("article/" + two + "/labels")).containsExactly(label);
        link("an owner that is not there", "PUT", path + "/999999999")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        link("which has no link to be removed", "DELETE", path + "/999999999")
                .answers(200)
                .logs(0)
                .run(server);
        link("a label that is not there", "PUT", "label/nobody/articles/" + one)
                .refused(404, "unknown-record")
                .with("nobody")
                .run(server);
        link("nor for a removal", "DELETE", "label/nobody/articles/" + one)
                .refused(404, "unknown-record")
                .run(server);
        link("all or nothing", "POST", path)
                .json("{\"add\":[" + one + ",999999999]}")
                .refused(422, "validation-failed")
                .run(server);
    }

    @Test
    void many_links_are_one_version() {
        long article = records.createNumbered("article", "");
        String a = label();
        String b = label();
        String c = label();
        String path = "article/" + article + "/labels";
        link("three", "POST", path)
                .json("{\"add\":[\"" + a + "\",\"" + b + "\",\"" + c + "\",\"" + a + "\"]}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("article_labels", 3)
                .run(server);
        link("one there, one not", "POST", path)
                .json("{\"add\":[\"" + a + "\"],\"remove\":[\"" + b + "\",\"nobody\"]}")
                .answers(200)
                .with("\"version\":3")
                .logs(1)
                .rows("article_labels", -1)
                .run(server);
        link("nothing", "POST", path)
                .json("{}")
                .answers(200)
                .with("\"version\":3")
                .logs(0)
                .run(server);
        link("twice the same", "POST", path)
                .json("{\"add\":[\"" + a + "\"],\"remove\":[\"" + a + "\"]}")
                .refused(400, "malformed-request")
                .run(server);
        link("no list", "POST", path)
                .json("{\"add\":\"" + a + "\"}")
                .refused(400, "malformed-request")
                .run(server);
        link("another word", "POST", path)
                .json("{\"put\":[]}")
                .refused(400, "malformed-request")
                .run(server);
        link("nobody", "POST", path)
                .json("{\"add\":[\"nobody\",\"none\"]}")
                .refused(422, "validation-failed")
                .with("nobody", "none")
                .run(server);
        link("no id", "POST", "article/" + article + "/sources")
                .json("{\"add\":[\"x\"]}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"type\"")
                .run(server);
        link("no such relationship", "POST", "article/" + article + "/nope")
                .json("{}")
                .refused(404, "unknown-relationship")
                .run(server);
        link("a one-to-many one", "PUT", "folder/1/files/1")
                .refused(404, "unknown-relationship")
                .run(server);
        link("of an owner that is not there", "PUT", "article/999999999/labels/" + a)
                .refused(404, "unknown-record")
                .run(server);
    }

    @Test
    void bodies_carry_links_as_arrays() {
        String a = label();
        String b = label();
        long article = RecordsServer.number();
        link("a create", "POST", "article")
                .json("{\"id\":" + article + ",\"labels\":[\"" + a + "\",\"" + b + "\"]}")
                .answers(201)
                .logs(1)
                .rows("article", 1)
                .rows("article_labels", 2)
                .run(server);
        String start = records.now();
        link("a patch replaces them", "PATCH", "article/" + article)
                .ifMatch("\"1\"")
                .json("{\"title\":\"t\",\"labels\":[\"" + b + "\"]}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .rows("article_labels", -1)
                .run(server);
        JsonNode change = records.since(start).get(0);
        assertThat(change.path("changes").toString()).contains("\"title\":\"t\"", "\"remove\":[\"" + a + "\"]");
        link("the same", "PATCH", "article/" + article)
                .ifMatch("\"2\"")
                .json("{\"labels\":[\"" + b + "\"]}")
                .answers(200)
                .logs(0)
                .run(server);
        link("stale", "PATCH", "article/" + article)
                .ifMatch("\"1\"")
                .json("{\"labels\":[]}")
                .refused(412, "version-conflict")
                .run(server);
        link("to nobody", "PATCH", "article/" + article)
                .ifMatch("\"2\"")
                .json("{\"labels\":[\"nobody\"],\"title\":\"u\"}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        link("no array", "PATCH", "article/" + article)
                .ifMatch("\"2\"")
                .json("{\"labels\":null}")
                .refused(422, "validation-failed")
                .run(server);
        link("wrong ids", "POST", "article")
                .json("{\"id\":1,\"sources\":[\"x\",1.5,{}]}")
                .refused(422, "validation-failed")
                .with("/sources/0", "/sources/1", "/sources/2")
                .run(server);
        link("from the side that does not own them", "PATCH", "label/" + a)
                .json("{\"articles\":[1]}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"readOnly\"")
                .run(server);
        assertThat(linked("article/" + article + "/labels")).containsExactly(b);
    }

    @Test
    void deletes_unlink_or_are_refused() {
        String label = label();
        long source = records.createNumbered("source", "");
        long article = records.createNumbered("article", "\"labels\":[\"" + label + "\"],\"sources\":[" + source + "]");
        link("an article related to itself", "PUT", "article/" + article + "/related/" + article)
                .answers(200)
                .logs(1)
                .rows("article_related", 1)
                .run(server);
        String start = records.now();
        link("a label goes", "DELETE", "label/" + label)
                .answers(204)
                .logs(2)
                .rows("label", -1)
                .rows("article_labels", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly("unlink article " + article + " v3", "delete label " + label + " v2");
        link("a source is kept", "DELETE", "source/" + source)
                .ifMatch("*")
                .refused(409, "reference-restricted")
                .with("\"model\":\"article\"", "\"field\":\"sources\"", "\"count\":1")
                .run(server);
        link("the owner goes with its links", "DELETE", "article/" + article)
                .ifMatch("\"3\"")
                .answers(204)
                .logs(1)
                .rows("article", -1)
                .rows("article_sources", -1)
                .rows("article_related", -1)
                .run(server);
        link("now the source can go", "DELETE", "source/" + source)
                .ifMatch("*")
                .answers(204)
                .logs(1)
                .rows("source", -1)
                .run(server);
    }
}
