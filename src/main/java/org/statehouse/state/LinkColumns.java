package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;

/** The columns of a link table that are the links' own fields. */
final class LinkColumns {

    private final List<Field> fields;

    LinkColumns(Relationship relationship) {
        this.fields = List.copyOf(relationship.linkFields().values());
    }

    List<Field> fields() {
        return fields;
    }

    /** Each with a comma before it, from a table's alias. */
    String more(String alias) {
        StringBuilder list = new StringBuilder();
        fields.forEach(field -> list.append(", ").append(Sql.column(alias, field.name())));
        return list.toString();
    }

    /** An expression for the values as a JSON object, its members in any order. */
    String object(String alias) {
        return Images.object(fields.stream()
                .map(field ->
                        "'" + field.name() + "', " + field.type().imageSql(field, Sql.column(alias, field.name())))
                .toList());
    }

    /** The values in the current row, their columns beginning at {@code first} (from 1). */
    Map<String, @Nullable Object> read(ResultSet row, int first) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        int column = first;
        for (Field field : fields) {
            values.put(field.name(), field.type().read(field, row, column++));
        }
        return values;
    }

    /** {@code "$link": {"position": 3}} as a member of the object that is being written. */
    static void write(JsonGenerator out, Relationship relationship, Map<String, @Nullable Object> values)
            throws IOException {
        out.writeObjectFieldStart(Relationship.LINK);
        for (Field field : relationship.linkFields().values()) {
            out.writeFieldName(field.name());
            RecordJson.value(out, field, values.get(field.name()));
        }
        out.writeEndObject();
    }
}
