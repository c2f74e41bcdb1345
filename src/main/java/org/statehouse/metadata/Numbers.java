package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statehouse.json.Json;

/**
 * The stable numbers of models, fields and relationships. Each is allotted at first publication from one sequence and is
 * never given to anything else, so that what the log holds can always be told. The two ends of a many-to-many
 * relationship are one thing and have one number, and so has each field of its links.
 *
 * @param next the number that is allotted next
 * @param allotted by key, such as {@code model artist}, {@code field artist.name}, {@code relationship artist.albums},
 *     {@code link playlist.tracks.position}
 */
record Numbers(int next, SortedMap<String, Integer> allotted) {

    static final Numbers NONE = new Numbers(1, new TreeMap<>());

    /** With a number for everything in the checked files; what is gone from them has lost its number for good. */
    Numbers extendedFor(CheckedCatalog checked) {
        SortedMap<String, Integer> numbers = new TreeMap<>();
        int[] free = {next};
        for (Model model : checked.models().values()) {
            allot("model " + model.name(), numbers, free);
            model.fields().keySet().forEach(field -> allot("field " + model.name() + "." + field, numbers, free));
            for (Relationship one : model.relationships().values()) {
                allot(key(one), numbers, free);
                one.linkFields().keySet().forEach(field -> allot(key(one, field), numbers, free));
            }
        }
        return new Numbers(free[0], numbers);
    }

    private void allot(String key, SortedMap<String, Integer> numbers, int[] free) {
        if (!numbers.containsKey(key)) {
            Integer old = allotted.get(key);
            numbers.put(key, old == null ? free[0]++ : old);
        }
    }

    int model(String name) {
        return number("model " + name);
    }

    int field(String model, String name) {
        return number("field " + model + "." + name);
    }

    int relationship(Relationship one) {
        return number(key(one));
    }

    int linkField(Relationship one, String name) {
        return number(key(one, name));
    }

    private int number(String key) {
        Integer number = allotted.get(key);
        if (number == null) {
            throw new IllegalStateException("No number is allotted to " + key);
        }
        return number;
    }

    /** A relationship is known by the end that declares it. */
    private static String key(Relationship one) {
        return "relationship " + declared(one);
    }

    private static String key(Relationship one, String field) {
        return "link " + declared(one) + "." + field;
    }

    private static String declared(Relationship one) {
        return one.owner() ? one.model() + "." + one.name() : one.target() + "." + one.inverse();
    }

    static Numbers fromJson(JsonNode json) {
        SortedMap<String, Integer> allotted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : json.path("allotted").properties()) {
            allotted.put(one.getKey(), one.getValue().intValue());
        }
        return new Numbers(json.path("next").intValue(), allotted);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode().put("next", next);
        ObjectNode all = json.putObject("allotted");
        allotted.forEach(all::put);
        return json;
    }
}
