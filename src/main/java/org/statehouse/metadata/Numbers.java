package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statehouse.json.Json;

/**
 * The stable numbers of models, fields and relationships. Each is allotted at first publication from one sequence and is
 * never given to anything else, so that what the log holds can always be told; what is renamed keeps it. The two ends of a
 * many-to-many relationship are one thing and have one number, and so has each field of its links.
 *
 * @param next the number that is allotted next
 * @param allotted by key, such as {@code model artist}, {@code field artist.name}, {@code relationship artist.albums},
 *     {@code link playlist.tracks.position}
 */
record Numbers(int next, SortedMap<String, Integer> allotted) {

    static final Numbers NONE = new Numbers(1, new TreeMap<>());

    /** With a number for everything in the checked files; what is gone from them has lost its number for good. */
    Numbers extendedFor(CheckedCatalog checked) {
        return new Allotment(this, checked).numbers();
    }

    int model(String name) {
        return number(modelKey(name));
    }

    int field(String model, String name) {
        return number(fieldKey(model, name));
    }

    int relationship(Relationship one) {
        return number(relationshipKey(one));
    }

    int linkField(Relationship one, String name) {
        return number(linkFieldKey(one, name));
    }

    private int number(String key) {
        Integer number = allotted.get(key);
        if (number == null) {
            throw new IllegalStateException("No number is allotted to " + key);
        }
        return number;
    }

    static String modelKey(String model) {
        return "model " + model;
    }

    static String fieldKey(String model, String field) {
        return "field " + model + "." + field;
    }

    static String relationshipKey(String model, String relationship) {
        return "relationship " + model + "." + relationship;
    }

    static String linkFieldKey(String model, String relationship, String field) {
        return "link " + model + "." + relationship + "." + field;
    }

    /** A relationship is known by the end that declares it. */
    private static String relationshipKey(Relationship one) {
        return one.owner() ? relationshipKey(one.model(), one.name()) : relationshipKey(one.target(), one.inverse());
    }

    private static String linkFieldKey(Relationship one, String field) {
        return one.owner()
                ? linkFieldKey(one.model(), one.name(), field)
                : linkFieldKey(one.target(), one.inverse(), field);
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
