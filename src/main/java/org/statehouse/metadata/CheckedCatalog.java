package org.statehouse.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
                model.lifecycle());
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
