package org.statehouse.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/** Reads {@code expand=customer,lines.track}. */
final class ExpandReader {

    private static final String PARAMETER = "expand";

    private final Catalog catalog;
    private final QueryFaults faults;
    private int edges;

    ExpandReader(Catalog catalog, QueryFaults faults) {
        this.catalog = catalog;
        this.faults = faults;
    }

    /** A tree of names, each below the one that it follows. */
    private static final class Branch {
        private final Map<String, Branch> branches = new LinkedHashMap<>();
    }

    Expand read(Model model, @Nullable String text) {
        if (text == null) {
            return Expand.NOTHING;
        }
        Branch root = new Branch();
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String[] names = part.split("\\.", -1);
            if (names.length > QueryLimits.MAX_EXPAND_DEPTH) {
                faults.add(
                        PARAMETER, part, null, "goes at most " + QueryLimits.MAX_EXPAND_DEPTH + " levels deep", null);
                continue;
            }
            if (!seen.add(part)) {
                faults.add(PARAMETER, part, null, "'" + part + "' is named twice", null);
            }
            Branch branch = root;
            for (String name : names) {
                branch = branch.branches.computeIfAbsent(name, n -> new Branch());
            }
        }
        Expand expand = expand(model, root);
        if (edges > QueryLimits.MAX_EXPAND_EDGES) {
            faults.add(PARAMETER, "names at most " + QueryLimits.MAX_EXPAND_EDGES + " references and relationships");
        }
        return expand;
    }

    private Expand expand(Model model, Branch branch) {
        Map<String, Expand.Edge> found = new LinkedHashMap<>();
        branch.branches.forEach((name, below) -> {
            edges++;
            Expand.Edge edge = edge(model, name, below);
            if (edge != null) {
                found.put(name, edge);
            }
        });
        return new Expand(found);
    }

    private Expand.@Nullable Edge edge(Model model, String name, Branch below) {
        Field field = model.field(name);
        if (field != null && field.isReference()) {
            Model target = catalog.known(field.referenced().model());
            return new Expand.ToOne(field, target, expand(target, below));
        }
        Relationship relationship = model.relationship(name);
        if (relationship != null) {
            Model target = catalog.known(relationship.target());
            return new Expand.ToMany(relationship, target, expand(target, below));
        }
        if (PathReader.attribute(model, name) != null) {
            faults.add(PARAMETER, name, null, "'" + name + "' of " + model.name() + " leads to no other record", null);
        } else {
            faults.unknown(PARAMETER, name, "the reference or relationship of " + model.name(), name, names(model));
        }
        return null;
    }

    private static List<String> names(Model model) {
        List<String> names = new ArrayList<>();
        model.fields().values().stream().filter(Field::isReference).forEach(field -> names.add(field.name()));
        names.addAll(model.relationships().keySet());
        return names;
    }
}
