package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** JSON that stands in a file as YAML: what is in quotes is a text, numbers are exact. */
final class YamlJson {

    private YamlJson() {}

    /** Null, and faults, when it cannot be JSON. {@code what} it is, for messages. */
    static @Nullable JsonNode read(Source source, Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar(source, scalar, what);
        }
        return node instanceof SequenceNode list ? array(source, list, what) : object(source, node, what);
    }

    /** Where the part of JSON with this pointer stands; where the nearest part above it does if there is none. */
    static Node find(Node root, String pointer) {
        Node at = root;
        for (String part : pointer.split("/", -1)) {
            Node next =
                    part.isEmpty() ? null : member(at, part.replace("~1", "/").replace("~0", "~"));
            at = next == null ? at : next;
        }
        return at;
    }

    private static @Nullable Node member(Node at, String name) {
        if (at instanceof SequenceNode list && name.matches("[0-9]{1,6}")) {
            int index = Integer.parseInt(name);
            return index < list.getValue().size() ? list.getValue().get(index) : null;
        }
        if (at instanceof MappingNode map) {
            for (NodeTuple one : map.getValue()) {
                if (name.equals(Section.scalar(one.getKeyNode()))) {
                    return one.getValueNode();
                }
            }
        }
        return null;
    }

    private static @Nullable JsonNode array(Source source, SequenceNode list, String what) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        boolean whole = true;
        for (Node item : list.getValue()) {
            JsonNode json = read(source, item, what);
            whole &= json != null;
            array.add(json);
        }
        return whole ? array : null;
    }

    private static @Nullable JsonNode object(Source source, Node node, String what) {
        int before = source.faults().size();
        Section section = Section.at(source, node, what);
        ObjectNode object = Json.MAPPER.createObjectNode();
        if (section != null) {
            for (String key : section.keys()) {
                object.set(key, read(source, section.place(key), what));
            }
        }
        return source.faults().size() == before ? object : null;
    }

    private static @Nullable JsonNode scalar(Source source, ScalarNode scalar, String what) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return NullNode.getInstance();
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
        }
        if (!scalar.getTag().equals(Tag.INT) && !scalar.getTag().equals(Tag.FLOAT)) {
            return TextNode.valueOf(text);
        }
        try {
            if (text.length() <= 2 * JsonValue.MAX_DIGITS) {
                return DecimalNode.valueOf(new BigDecimal(text));
            }
        } catch (NumberFormatException exponent) {
            // It is said below: what matches the core schema and is no number has an exponent beyond all bounds.
        }
        source.fault(scalar, what + " has a number that is too large");
        return null;
    }
}
