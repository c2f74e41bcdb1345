package org.statehouse.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;

/** Reads {@code sort=-createdAt,name,customer.country}. */
final class SortReader {

    private static final String PARAMETER = "sort";

    private final Model model;
    private final PathReader paths;
    private final QueryFaults faults;

    SortReader(Model model, PathReader paths, QueryFaults faults) {
        this.model = model;
        this.paths = paths;
        this.faults = faults;
    }

    /** The order; by id alone when the parameter is absent. */
    Sort read(@Nullable String text) {
        List<Sort.Key> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (text != null) {
            for (String part : text.split(",", -1)) {
                key(part, keys, seen);
            }
        }
        if (keys.size() > QueryLimits.MAX_SORT_KEYS) {
            faults.add(PARAMETER, "has at most " + QueryLimits.MAX_SORT_KEYS + " keys");
        }
        if (!seen.contains("id")) {
            keys.add(new Sort.Key(Path.to(new IdAttribute(model.idType())), false));
        }
        return new Sort(keys);
    }

    private static String reason(Attribute attribute) {
        boolean keyable = !(attribute instanceof FieldAttribute declared)
                || declared.field().type().keyable();
        return keyable ? "is too long to sort by" : "has no order to sort by";
    }

    private void key(String part, List<Sort.Key> keys, Set<String> seen) {
        boolean descending = part.startsWith("-");
        String name = descending ? part.substring(1) : part;
        Path path = paths.read(PARAMETER, name);
        if (path == null) {
            return;
        }
        if (!path.attribute().sortable()) {
            faults.add(PARAMETER, name, null, "'" + name + "' " + reason(path.attribute()), null);
        }
        if (!seen.add(name)) {
            faults.add(PARAMETER, name, null, "'" + name + "' is named twice", null);
        }
        keys.add(new Sort.Key(path, descending));
    }
}
