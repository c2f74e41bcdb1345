package org.statehouse.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.JsonValue;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/** Which links came, went or changed in the end: those that came and went again are none. */
final class LinkDifference {

    /** What a link was before and is after, an id or an object with the values of its fields; null where there is none. */
    private record Sides(
            @Nullable JsonNode before, @Nullable JsonNode after) {
        Sides swapped() {
            return new Sides(/* before= */ after, /* after= */ before);
        }
    }

    /** By the relationship's number, then by the id on the other side. */
    private final Map<String, Map<JsonNode, Sides>> all = new LinkedHashMap<>();

    private LinkDifference() {}

    /**
     * Of the changes between two versions.
     *
     * @param changes as the log has them, in their order
     * @param backwards from the later version to the earlier
     */
    static LinkDifference of(List<String> changes, boolean backwards) {
        LinkDifference difference = new LinkDifference();
        for (String change : changes) {
            JsonNode links = Json.parseObject(change.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> one : links.properties()) {
                difference.add(one.getKey(), one.getValue());
            }
        }
        if (backwards) {
            difference.all.values().forEach(links -> links.replaceAll((id, link) -> link.swapped()));
        }
        return difference;
    }

    private void add(String relationship, JsonNode change) {
        Map<JsonNode, Sides> links = all.computeIfAbsent(relationship, key -> new LinkedHashMap<>());
        change.path("remove").forEach(link -> step(links, link, null));
        Map<JsonNode, JsonNode> was = new LinkedHashMap<>();
        change.path("was").forEach(link -> was.put(id(link), link));
        change.path("set").forEach(link -> step(links, was.get(id(link)), link));
        change.path("add").forEach(link -> step(links, null, link));
    }

    /** From what a link was to what it is. */
    private static void step(Map<JsonNode, Sides> links, @Nullable JsonNode from, @Nullable JsonNode to) {
        JsonNode link = to == null ? from : to;
        if (link != null) {
            links.merge(id(link), new Sides(from, to), (first, next) -> new Sides(first.before, next.after));
        }
    }

    private static JsonNode id(JsonNode link) {
        return link.isObject() ? link.path("id") : link;
    }

    /** {@code links: {relationship: {add, remove, set?}}} of the relationships that there are, if there is anything. */
    void write(JsonGenerator out, Model model) throws IOException {
        boolean open = false;
        for (Relationship relationship : model.relationships().values()) {
            Map<JsonNode, Sides> links = all.get(Integer.toString(relationship.number()));
            if (relationship.owner() && links != null && links.values().stream().anyMatch(LinkDifference::differs)) {
                if (!open) {
                    out.writeObjectFieldStart("links");
                    open = true;
                }
                write(out, relationship, links);
            }
        }
        if (open) {
            out.writeEndObject();
        }
    }

    private static boolean differs(Sides link) {
        if (link.before == null || link.after == null) {
            return link.before != null || link.after != null;
        }
        return !JsonValue.same(link.before, link.after);
    }

    private static void write(JsonGenerator out, Relationship relationship, Map<JsonNode, Sides> links)
            throws IOException {
        List<JsonNode> added = new ArrayList<>();
        List<JsonNode> removed = new ArrayList<>();
        List<JsonNode> set = new ArrayList<>();
        links.forEach((id, link) -> {
            if (link.after == null && link.before != null) {
                removed.add(id);
            } else if (link.after != null && differs(link)) {
                (link.before == null ? added : set).add(link.after);
            }
        });
        out.writeObjectFieldStart(relationship.name());
        list(out, "add", relationship, added);
        list(out, "remove", relationship, removed);
        if (relationship.links() != null) {
            list(out, "set", relationship, set);
        }
        out.writeEndObject();
    }

    private static void list(JsonGenerator out, String name, Relationship relationship, List<JsonNode> links)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (JsonNode link : links) {
            if (!link.isObject()) {
                Json.MAPPER.writeTree(out, link);
                continue;
            }
            out.writeStartObject();
            out.writeFieldName("id");
            Json.MAPPER.writeTree(out, link.path("id"));
            for (Field field : relationship.linkFields().values()) {
                JsonNode value = link.get(field.imageKey());
                if (value != null) {
                    out.writeFieldName(field.name());
                    Json.MAPPER.writeTree(out, value);
                }
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
