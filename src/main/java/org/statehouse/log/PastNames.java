package org.statehouse.log;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.Relationship;

/** What fields and relationships were called that the models no longer have: by the catalog that they were told under. */
public final class PastNames {

    private final PastCatalogs catalogs;

    public PastNames(PastCatalogs catalogs) {
        this.catalogs = catalogs;
    }

    /**
     * What something was.
     *
     * @param name in its catalog; {@code #12} where that cannot be read
     * @param type the word of a field's type or of a relationship's kind, or null where that cannot be read
     */
    public record Past(String name, @Nullable String type) {}

    /** The field of the model or of its links with this number, by the catalog of this version. */
    public Past field(long catalog, int model, String key) {
        Model past = model(catalog, model);
        if (past != null) {
            Stream<Field> fields = Stream.concat(
                    past.fields().values().stream(),
                    past.relationships().values().stream().flatMap(one -> one.linkFields().values().stream()));
            Optional<Past> found = fields.filter(field -> field.imageKey().equals(key))
                    .map(field -> new Past(field.name(), field.type().name()))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return new Past("#" + key, null);
    }

    /** The relationship with this number, by the catalog of this version. */
    public Past relationship(long catalog, int model, String key) {
        Model past = model(catalog, model);
        if (past != null) {
            for (Relationship relationship : past.relationships().values()) {
                if (relationship.owner()
                        && Integer.toString(relationship.number()).equals(key)) {
                    return new Past(relationship.name(), relationship.kind().word());
                }
            }
        }
        return new Past("#" + key, null);
    }

    private @Nullable Model model(long version, int number) {
        Catalog catalog = catalogs.find(version);
        return catalog == null
                ? null
                : catalog.models().values().stream()
                        .filter(model -> model.number() == number)
                        .findFirst()
                        .orElse(null);
    }
}
