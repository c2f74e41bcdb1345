package org.statehouse.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.query.Projection;

/**
 * The names of a catalog by the stable numbers that the log is keyed by. What the catalog no longer has is called by its
 * number: {@code #12}; no declared name begins with that sign.
 */
public final class ChangeNames {

    private final Map<Integer, OfModel> models = new HashMap<>();

    public ChangeNames(Catalog catalog) {
        for (Model model : catalog.models().values()) {
            models.put(model.number(), OfModel.of(model));
        }
    }

    /** The names of a model's parts; of one that the catalog does not have, they are all numbers. */
    OfModel model(int number) {
        return models.getOrDefault(number, new OfModel("#" + number, null, Map.of(), Map.of(), Set.of(), true));
    }

    /**
     * The names of one model.
     *
     * @param name its own
     * @param idType of its records, null when the catalog does not have it
     * @param fields by number, with those of its links
     * @param relationships by number
     * @param hidden the numbers of fields that are not shown: those that are written only, whatever they had as fields of
     *     another type, and those that were not asked for
     * @param links whether links are shown
     */
    record OfModel(
            String name,
            @Nullable IdType idType,
            Map<String, String> fields,
            Map<String, String> relationships,
            Set<String> hidden,
            boolean links) {

        private static OfModel of(Model model) {
            Map<String, String> fields = new HashMap<>();
            Set<String> hidden = new HashSet<>();
            for (Field field : model.fields().values()) {
                fields.put(field.imageKey(), field.name());
                if (field.type().writeOnly()) {
                    hidden.add(field.imageKey());
                }
            }
            Map<String, String> relationships = new HashMap<>();
            for (Relationship relationship : model.relationships().values()) {
                if (relationship.owner()) {
                    relationship.linkFields().values().forEach(one -> fields.put(one.imageKey(), one.name()));
                    relationships.put(Integer.toString(relationship.number()), relationship.name());
                }
            }
            return new OfModel(model.name(), model.idType(), fields, relationships, hidden, true);
        }

        /** What of it is shown to who asks for some members only: no links. */
        OfModel shown(Projection projection) {
            if (projection.all()) {
                return this;
            }
            Set<String> less = new HashSet<>(hidden);
            fields.forEach((key, field) -> {
                if (!projection.includes(field)) {
                    less.add(key);
                }
            });
            return new OfModel(name, idType, fields, relationships, less, false);
        }

        String field(String key) {
            return fields.getOrDefault(key, "#" + key);
        }

        boolean hasField(String key) {
            return fields.containsKey(key);
        }

        String relationship(String key) {
            return relationships.getOrDefault(key, "#" + key);
        }

        boolean hasRelationship(String key) {
            return relationships.containsKey(key);
        }
    }
}
