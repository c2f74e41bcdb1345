package org.statehouse.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that check, before they are published: the catalog without its version and numbers, and the sources that it was
 * read from.
 *
 * @param hash SHA-256 of the sources
 * @param applications by name
 * @param models by name, their numbers still 0
 * @param sources texts by path
 * @param formerNames what things were called before
 */
public record CheckedCatalog(
        String hash,
        Map<String, Application> applications,
        Map<String, Model> models,
        Map<String, String> sources,
        FormerNames formerNames) {

    /** The catalog as version {@code version}, with its numbers. */
    Catalog numbered(long version, Numbers numbers) {
        Map<String, Model> numbered = new LinkedHashMap<>();
        models.forEach((name, model) -> numbered.put(name, numbered(model, numbers)));
        return new Catalog(version, hash, applications, Collections.unmodifiableMap(numbered));
    }

    /**
     * The same as the successor of another. Models that are as they were there are the very same objects, so that nobody
     * who asks what has changed looks into them.
     */
    Catalog after(@Nullable Catalog before, Numbers numbers) {
        if (before == null) {
            return numbered(1, numbers);
        }
        Map<String, Model> shared = new LinkedHashMap<>();
        numbered(before.version() + 1, numbers).models().forEach((name, model) -> {
            Model old = before.models().get(name);
            shared.put(name, old != null && isSame(old, model) ? old : model);
        });
        return new Catalog(before.version() + 1, hash, applications, Collections.unmodifiableMap(shared));
    }

    /** Numbers in JSON may be equal and not be written alike. */
    private static boolean isSame(Model old, Model model) {
        return old.equals(model) && defaults(old).equals(defaults(model));
    }

    private static List<String> defaults(Model model) {
        return model.fields().values().stream()
                .map(field -> String.valueOf(field.defaultValue()))
                .toList();
    }

    private static Model numbered(Model model, Numbers numbers) {
        Map<String, Field> fields = new LinkedHashMap<>();
        model.fields().forEach((name, field) -> fields.put(name, numbered(field, numbers.field(model.name(), name))));
        Map<String, Relationship> relationships = new LinkedHashMap<>();
        model.relationships().forEach((name, one) -> relationships.put(name, numbered(one, numbers)));
        return new Model(
                numbers.model(model.name()),
                model.name(),
                model.application(),
                model.label(),
                model.description(),
                model.display(),
                model.idType(),
                model.idAssigned(),
                model.conditionRequired(),
                model.softDelete(),
                Collections.unmodifiableMap(fields),
                Collections.unmodifiableMap(relationships),
                model.uniques(),
                model.indexes(),
                model.comparisons(),
                model.lifecycle(),
                model.batchedMillis(),
                model.gatheredMillis());
    }

    private static Field numbered(Field field, int number) {
        return new Field(
                number,
                field.name(),
                field.label(),
                field.description(),
                field.type(),
                field.settings(),
                field.required(),
                field.unique(),
                field.defaultValue(),
                field.normalizations(),
                field.rules(),
                field.reference());
    }

    private static Relationship numbered(Relationship one, Numbers numbers) {
        Map<String, Field> fields = new LinkedHashMap<>();
        one.linkFields().forEach((name, field) -> fields.put(name, numbered(field, numbers.linkField(one, name))));
        return new Relationship(
                numbers.relationship(one),
                one.name(),
                one.label(),
                one.kind(),
                one.model(),
                one.target(),
                one.inverse(),
                one.owner(),
                one.linkTable(),
                one.onDelete(),
                LinkFieldReader.links(one.linkTable(), Collections.unmodifiableMap(fields)));
    }
}
