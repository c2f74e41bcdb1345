package org.statehouse.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the fields that each link of a many-to-many relationship has: the language of fields, without some of its words. */
final class LinkFieldReader {

    /** Fields that a link may have. */
    private static final int MAX_FIELDS = 100;

    /** Columns of every link table, which fields of links stand beside. */
    private static final Set<String> COLUMNS = Set.of("owner", "other");

    private static final Set<String> REFUSED_TYPES = Set.of("reference", "password");

    private static final String UNIQUE =
            "fields of links cannot be unique; a link is the only one between its two records";

    private final FieldReader fields;

    LinkFieldReader(Map<String, ModelDraft> models) {
        this.fields = new FieldReader(models);
    }

    /** The model of a relationship's links; null when they have no fields. */
    @Nullable
    Model read(Section relationship, String table) {
        Section all = relationship.section("fields", "'fields'");
        if (all == null) {
            return null;
        }
        Source source = all.source();
        if (all.keys().isEmpty() || all.keys().size() > MAX_FIELDS) {
            source.fault(
                    all.place(),
                    "links have 1 to " + MAX_FIELDS + " fields, these "
                            + all.keys().size() + "; leave 'fields' out where there is none");
        }
        Map<String, Field> read = new LinkedHashMap<>();
        Twins twins = new Twins("field of the same links");
        for (String name : all.keys()) {
            Node value = all.place(name);
            if (nameable(source, all.keyPlace(name), name) && takes(source, value)) {
                twins.add(source, all.keyPlace(name), name);
                Field field = fields.read(source, name, value);
                if (field != null) {
                    read.put(name, field);
                }
            }
        }
        return links(table, Collections.unmodifiableMap(read));
    }

    private static boolean nameable(Source source, Node at, String name) {
        if (COLUMNS.contains(name)) {
            source.fault(at, "'" + name + "' is reserved: it is an end of each link; take another name for the field");
            return false;
        }
        return Names.checkField(source, at, name);
    }

    /** Refuses what a link cannot have; what else is wrong with the field is for its own reader. */
    private static boolean takes(Source source, Node field) {
        Node type = member(field, "type");
        String word = type == null ? null : Section.scalar(type);
        if (type != null && word != null && REFUSED_TYPES.contains(word)) {
            source.fault(
                    type,
                    "fields of links cannot be of type " + word + "; make a model of its own that refers to both");
            return false;
        }
        Node unique = member(field, UniqueRule.CODE);
        if (unique != null && "true".equalsIgnoreCase(Section.scalar(unique))) {
            source.fault(unique, UNIQUE);
        }
        if (member(field, "rules") instanceof SequenceNode rules) {
            rules.getValue().forEach(rule -> takesRule(source, rule));
        }
        return true;
    }

    /** Conditions look at the other fields of a model, which a link is none of. */
    private static void takesRule(Source source, Node rule) {
        Node code = member(rule, "rule");
        Node when = member(rule, "when");
        if (code != null && UniqueRule.CODE.equals(Section.scalar(code))) {
            source.fault(code, UNIQUE);
        } else if (when != null) {
            source.fault(when, "rules of links' fields take no 'when'; leave it out");
        }
    }

    /** The value of a key; null where there is none. */
    private static @Nullable Node member(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (key.equals(Section.scalar(entry.getKeyNode()))) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }

    /** What links have, as a model of its own without number, relationships and keys. */
    static @Nullable Model links(String table, Map<String, Field> fields) {
        return fields.isEmpty()
                ? null
                : new Model(
                        0,
                        table,
                        /* application= */ "",
                        /* label= */ table,
                        /* description= */ "",
                        List.of(),
                        IdType.UUID,
                        Model.IdAssigned.SERVER,
                        false,
                        false,
                        fields,
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        0,
                        0);
    }
}
