package org.statehouse.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/**
 * What an answer gives of each record: {@code fields=} and {@code expand=}.
 *
 * @param projection of the record's own members
 * @param expand of others together with it; a reference that is expanded is given although {@code fields} omits it
 */
public record Shape(Projection projection, Expand expand) {

    static final Set<String> PARAMETERS = Set.of("fields", "expand");

    /** The whole record and nothing else. */
    public static final Shape WHOLE = new Shape(Projection.ALL, Expand.NOTHING);

    static Shape read(Catalog catalog, Model model, Parameters parameters, QueryFaults faults) {
        Projection projection = projection(model, parameters.take("fields"), faults);
        Expand expand = new ExpandReader(catalog, faults).read(model, parameters.take("expand"));
        return new Shape(projection.and(expand.edges().keySet()), expand);
    }

    private static Projection projection(Model model, @Nullable String text, QueryFaults faults) {
        return text == null ? Projection.ALL : projection(model, List.of(text.split(",", -1)), faults);
    }

    /** Of names, each of which must be a readable member of the model. */
    static Projection projection(Model model, List<String> members, QueryFaults faults) {
        Set<String> names = new LinkedHashSet<>();
        List<String> known = PathReader.names(model);
        for (String name : members) {
            if (!known.contains(name)) {
                unknown(model, name, known, faults);
            } else if (isWriteOnly(model, name)) {
                faults.add("fields", name, null, "'" + name + "' is never read", null);
            } else if (!names.add(name)) {
                faults.add("fields", name, null, "'" + name + "' is named twice", null);
            }
        }
        return Projection.of(names);
    }

    private static boolean isWriteOnly(Model model, String name) {
        Field field = model.field(name);
        return field != null && field.type().writeOnly();
    }

    private static void unknown(Model model, String name, List<String> known, QueryFaults faults) {
        if (model.relationship(name) != null) {
            faults.add(
                    "fields", name, null, "'" + name + "' is a relationship; expand=" + name + " gives it", "expand");
        } else {
            faults.unknown("fields", name, "the field of " + model.name(), name, known);
        }
    }
}
