package org.statehouse.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which models the way from one catalog to the next can concern: those that are not the same objects in both, those that
 * refer to such, and those that any of these refers to.
 */
final class Concerned {

    private Concerned() {}

    /** The numbers of all models. */
    static Set<Integer> all(Catalog catalog) {
        Set<Integer> numbers = new HashSet<>();
        catalog.models().values().forEach(model -> numbers.add(model.number()));
        return numbers;
    }

    /** The numbers of those that the way from one to the other can concern. */
    static Set<Integer> by(Catalog published, Catalog next) {
        Set<Integer> changed = changed(published, next);
        Set<Integer> concerned = new HashSet<>(changed);
        for (Catalog catalog : List.of(published, next)) {
            for (Model model : catalog.models().values()) {
                if (targets(catalog, model).anyMatch(changed::contains)) {
                    concerned.add(model.number());
                }
            }
        }
        Set<Integer> with = new HashSet<>(concerned);
        for (Catalog catalog : List.of(published, next)) {
            catalog.models().values().stream()
                    .filter(model -> concerned.contains(model.number()))
                    .forEach(model -> targets(catalog, model).forEach(with::add));
        }
        return with;
    }

    @SuppressWarnings("ReferenceEquality") // catalogs share what has not changed
    private static Set<Integer> changed(Catalog published, Catalog next) {
        Map<Integer, Model> old = new HashMap<>();
        published.models().values().forEach(model -> old.put(model.number(), model));
        Set<Integer> changed = new HashSet<>();
        for (Model model : next.models().values()) {
            if (old.remove(model.number()) != model) {
                changed.add(model.number());
            }
        }
        changed.addAll(old.keySet());
        return changed;
    }

    /** The models that a model's table, or a link table of it, leads to; also those that lead to it by an inverse. */
    private static Stream<Integer> targets(Catalog catalog, Model model) {
        Stream<String> fields = model.fields().values().stream()
                .filter(Field::isReference)
                .map(field -> field.referenced().model());
        Stream<String> links = model.relationships().values().stream().map(Relationship::target);
        Stream<String> ofLinks = model.relationships().values().stream()
                .flatMap(one -> one.linkFields().values().stream())
                .filter(Field::isReference)
                .map(field -> field.referenced().model());
        return Stream.of(fields, links, ofLinks)
                .flatMap(names -> names)
                .map(name -> catalog.known(name).number());
    }
}
