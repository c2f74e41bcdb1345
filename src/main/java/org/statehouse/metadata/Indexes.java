package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The indexes that a model's table has beside its keys: declared ones, and one for each reference without. */
final class Indexes {

    private Indexes() {}

    /** Columns by the index's name. */
    static Map<String, List<String>> of(Model model) {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        model.indexes().forEach(columns -> indexes.put(DatabaseNames.index(model.name(), columns), columns));
        for (Field field : model.fields().values()) {
            List<String> column = List.of(field.name());
            Stream<List<String>> keys = Stream.concat(model.indexes().stream(), wholeKeys(model));
            if (field.isReference() && keys.noneMatch(key -> key.get(0).equals(field.name()))) {
                indexes.put(DatabaseNames.index(model.name(), column), column);
            }
        }
        return indexes;
    }

    /** Keys over some of the records do not find all that refer to a record. */
    private static Stream<List<String>> wholeKeys(Model model) {
        return model.softDelete()
                ? Stream.of()
                : model.uniques().stream().filter(key -> key.where() == null).map(Model.UniqueKey::fields);
    }
}
