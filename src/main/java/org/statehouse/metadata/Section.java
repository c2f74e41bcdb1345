package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping in a file. Each reading of a key reports what is wrong with its value and goes on with a stand-in. */
final class Section {

    private final Source source;
    private final String what;
    private final MappingNode node;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Section(Source source, String what, MappingNode node) {
        this.source = source;
        this.what = what;
        this.node = node;
    }

    /** The mapping at a node; null, and a fault, when there is none. {@code what} it is, for messages: "a field". */
    static @Nullable Section at(Source source, Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            source.fault(node, what + " must be a mapping (key: value)");
            return null;
        }
        Section section = new Section(source, what, mapping);
        for (NodeTuple entry : mapping.getValue()) {
            section.add(entry.getKeyNode(), entry.getValueNode());
        }
        return section;
    }

    private void add(Node key, Node value) {
        if (!(key instanceof ScalarNode scalar)) {
            source.fault(key, "a key must be a word");
        } else if (keys.containsKey(scalar.getValue())) {
            Node first = keys.get(scalar.getValue());
            source.fault(
                    key,
                    "'" + scalar.getValue() + "' stands here a second time; the first is in line "
                            + (first.getStartMark().getLine() + 1));
        } else {
            keys.put(scalar.getValue(), key);
            values.put(scalar.getValue(), value);
        }
    }

    /** Reports keys that are not known here, and those that are not supported yet. */
    void allow(Collection<String> known, Set<String> later) {
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            String word = key.getKey();
            if (later.contains(word)) {
                source.fault(key.getValue(), "'" + word + "' is not supported yet in " + what + "; leave it out");
            } else if (!known.contains(word)) {
                source.fault(
                        key.getValue(),
                        "'" + word + "' is not known in " + what + Nearest.suggestion(word, known) + "; allowed here: "
                                + String.join(", ", known));
            }
        }
    }

    Source source() {
        return source;
    }

    String what() {
        return what;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Keys in the file's order. */
    Set<String> keys() {
        return values.keySet();
    }

    /** Where the mapping begins. */
    Node place() {
        return node;
    }

    /** Where the key's value stands, else where the mapping begins. */
    Node place(String key) {
        return values.getOrDefault(key, node);
    }

    /** Where the key itself stands, else where the mapping begins. */
    Node keyPlace(String key) {
        return keys.getOrDefault(key, node);
    }

    @Nullable
    Node value(String key) {
        return values.get(key);
    }

    void fault(String key, String message) {
        source.fault(place(key), message);
    }

    /** A text of 1 to {@code max} characters; null when absent or faulty. */
    @Nullable
    String text(String key, int max) {
        Node value = values.get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ScalarNode scalar) || !value.getTag().equals(Tag.STR)) {
            source.fault(value, "'" + key + "' must be text; put numbers, true, false and null in quotes");
            return null;
        }
        String text = scalar.getValue();
        int length = Characters.length(text);
        if (length < 1 || length > max) {
            source.fault(value, "'" + key + "' must have 1 to " + max + " characters");
            return null;
        }
        try {
            return Characters.require(text);
        } catch (ValueFault fault) {
            source.fault(value, "'" + key + "' " + fault.message());
            return null;
        }
    }

    /** One of some words; the stand-in when absent or faulty. */
    String word(String key, Collection<String> allowed, String otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String word = scalar(place(key));
        if (word == null || !allowed.contains(word)) {
            fault(
                    key,
                    "'" + key + "' must be one of " + String.join(", ", allowed)
                            + (word == null ? "" : Nearest.suggestion(word, allowed)));
            return otherwise;
        }
        return word;
    }

    boolean flag(String key) {
        Node value = values.get(key);
        if (value instanceof ScalarNode scalar && value.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        if (value != null) {
            source.fault(value, "'" + key + "' must be true or false");
        }
        return false;
    }

    /** The mapping of a key; null when absent or faulty. */
    @Nullable
    Section section(String key, String name) {
        Node value = values.get(key);
        return value == null ? null : at(source, value, name);
    }

    /** The members of a list; none when absent or faulty. */
    List<Node> list(String key) {
        Node value = values.get(key);
        return value == null ? List.of() : items(source, value, "'" + key + "'");
    }

    static List<Node> items(Source source, Node value, String name) {
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        source.fault(value, name + " must be a list");
        return List.of();
    }

    /** The members of a list of words; faulty members are reported and left out. */
    List<ScalarNode> words(String key) {
        List<ScalarNode> words = new ArrayList<>();
        for (Node item : list(key)) {
            if (item instanceof ScalarNode word) {
                words.add(word);
            } else {
                source.fault(item, "'" + key + "' must be a list of words");
            }
        }
        return words;
    }

    /** The characters of a plain value as they stand in the file; null for lists, mappings and null. */
    static @Nullable String scalar(Node node) {
        return node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL) ? scalar.getValue() : null;
    }
}
