package org.statehouse.metadata;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a publication did to the models.
 *
 * @param version that it published
 * @param models those that it changed, added or took away, by stable number; a renamed one by its new name
 */
public record CatalogDifference(long version, Map<Integer, String> models) {

    /** Between a catalog and the one before it; where that cannot be read any more, all its models count as changed. */
    public static CatalogDifference of(PastCatalogs catalogs, long version) {
        Catalog now = catalogs.find(version);
        Catalog then = catalogs.find(version - 1);
        Map<Integer, String> different = new TreeMap<>();
        if (then != null) {
            then.models().values().forEach(model -> different.put(model.number(), model.name()));
        }
        if (now != null) {
            for (Model model : now.models().values()) {
                Model before = then == null ? null : byNumber(then, model.number());
                boolean same =
                        before != null && before.name().equals(model.name()) && !Negotiation.isChanged(before, model);
                if (same) {
                    different.remove(model.number());
                } else {
                    different.put(model.number(), model.name());
                }
            }
        }
        return new CatalogDifference(version, different);
    }

    private static @Nullable Model byNumber(Catalog catalog, int number) {
        return catalog.models().values().stream()
                .filter(model -> model.number() == number)
                .findFirst()
                .orElse(null);
    }
}
