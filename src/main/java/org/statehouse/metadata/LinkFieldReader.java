package org.statehouse.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the fields that each link of a many-to-many relationship has: the language of fields, without some of its words. */
final class LinkFieldReader {

    /** Fields that a link may have. */
    private static final int MAX_FIELDS = 100;

    /** Columns of every link table, which fields of links stand beside. */
    private static final Set<String> COLUMNS = Set.of("owner", "other");

    private static final Set<String> REFUSED_TYPES = Set.of("reference", "password");

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
        for (String name : all.keys()) {
            Node value = all.place(name);
            if (nameable(source, all.keyPlace(name), name) && takes(source, value, name)) {
                Field field = fields.read(source, name, value);
                if (field != null) {
                    requireNotUnique(source, value, field);
                    requireUnconditional(source, value, name);
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

    /** Refuses types that a link cannot have, before the field's other words are looked at. */
    private static boolean takes(Source source, Node value, String name) {
        Section field = Section.at(source, value, "the field '" + name + "'");
        String type = field == null || !field.has("type") ? null : Section.scalar(field.place("type"));
        if (field != null && type != null && REFUSED_TYPES.contains(type)) {
            field.fault(
                    "type",
                    "fields of links cannot be of type " + type + "; make a model of its own that refers to both");
        }
        return field != null && (type == null || !REFUSED_TYPES.contains(type));
    }

    private static void requireNotUnique(Source source, Node value, Field field) {
        if (field.unique()) {
            source.fault(value, "fields of links cannot be unique; a link is the only one between its two records");
        }
    }

    /** Conditions look at the other fields of a model, which a link is none of. */
    private static void requireUnconditional(Source source, Node value, String name) {
        Section field = Section.at(source, value, "the field '" + name + "'");
        if (field == null || !field.has("rules")) {
            return;
        }
        for (Node item : Section.items(source, field.place("rules"), "'rules'")) {
            Section rule = item instanceof MappingNode ? Section.at(source, item, "the rule") : null;
            if (rule != null && rule.has("when")) {
                source.fault(rule.keyPlace("when"), "rules of links' fields take no 'when'; leave it out");
            }
        }
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
                        null);
    }
}
