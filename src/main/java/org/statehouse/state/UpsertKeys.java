package org.statehouse.state;

import java.util.List;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** The fields of a model that name a record: of each value there is one live record at most. */
public final class UpsertKeys {

    private UpsertKeys() {}

    /** A field by its name; 400 {@code bad-query} if it does not name records. */
    public static Field require(Model model, String name) {
        Field field = model.field(name);
        if (field != null && isKey(model, field)) {
            return field;
        }
        List<String> keys = model.fields().values().stream()
                .filter(each -> isKey(model, each))
                .map(Field::name)
                .toList();
        throw Problem.of(
                        ProblemType.BAD_QUERY,
                        "by must be id or a unique field of " + model.name()
                                + (keys.isEmpty() ? ", which has none" : ": " + String.join(", ", keys)))
                .with("parameter", "by")
                .exception();
    }

    /** A key that is unique among some records only, or together with other fields, names none. */
    private static boolean isKey(Model model, Field field) {
        return !field.type().writeOnly()
                && !field.type().several()
                && model.uniques().stream()
                        .anyMatch(key -> key.where() == null && key.fields().equals(List.of(field.name())));
    }
}
