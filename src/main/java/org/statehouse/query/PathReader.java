package org.statehouse.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/** Finds what a dotted path names, beginning at one model. */
final class PathReader {

    private final Catalog catalog;
    private final Model root;
    private final QueryFaults faults;

    PathReader(Catalog catalog, Model root, QueryFaults faults) {
        this.catalog = catalog;
        this.root = root;
        this.faults = faults;
    }

    /** The path, or null after its fault has been noted. */
    @Nullable
    Path read(String parameter, String text) {
        String[] names = text.split("\\.", -1);
        if (names.length - 1 > QueryLimits.MAX_PATH_STEPS) {
            faults.add(
                    parameter,
                    text,
                    null,
                    "a path follows at most " + QueryLimits.MAX_PATH_STEPS + " references",
                    null);
            return null;
        }
        Model model = root;
        List<Field> steps = new ArrayList<>();
        for (int i = 0; i < names.length - 1; i++) {
            Field field = model.field(names[i]);
            if (field == null || !field.isReference()) {
                noReference(parameter, text, model, names[i]);
                return null;
            }
            steps.add(field);
            model = catalog.known(field.referenced().model());
        }
        Attribute attribute = attribute(model, names[names.length - 1]);
        if (attribute == null) {
            unknown(parameter, text, model, names[names.length - 1]);
            return null;
        }
        return new Path(steps, attribute);
    }

    /** An attribute of a model by its name. */
    static @Nullable Attribute attribute(Model model, String name) {
        if (name.equals("id")) {
            return new IdAttribute(model.idType());
        }
        SystemAttribute system = SystemAttribute.of(model, name);
        if (system != null) {
            return system;
        }
        Field field = model.field(name);
        return field == null ? null : new FieldAttribute(field);
    }

    /** All names that a query may use of a model: its fields, then the system fields. */
    static List<String> names(Model model) {
        List<String> names = new ArrayList<>(model.fields().keySet());
        names.add("id");
        SystemAttribute.of(model).forEach(attribute -> names.add(attribute.column()));
        return names;
    }

    private void noReference(String parameter, String text, Model model, String name) {
        if (attribute(model, name) != null) {
            faults.add(
                    parameter,
                    text,
                    null,
                    "'" + name + "' of " + model.name() + " is not a reference, so nothing can follow it",
                    null);
        } else {
            unknown(parameter, text, model, name);
        }
    }

    private void unknown(String parameter, String text, Model model, String name) {
        Relationship relationship = model.relationship(name);
        if (relationship != null) {
            faults.add(
                    parameter,
                    text,
                    null,
                    "'" + name + "' of " + model.name() + " is a relationship; a path follows references only",
                    null);
        } else if (name.equals(Relationship.LINK)) {
            faults.add(parameter, text, null, "records are not filtered or sorted by the fields of their links", null);
        } else {
            faults.unknown(parameter, text, "the field of " + model.name(), name, names(model));
        }
    }
}
