package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the types over characters have in common. Typed values are {@code String}; order is by code point. */
abstract class CharacterType implements FieldType {

    /** The end of every character column's type: order and equality by code point. */
    static final String COLLATION = " COLLATE \"C\"";

    @Override
    public String castType(Field field) {
        return "varchar";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (!value.isTextual()) {
            throw new ValueFault("type", "must be text", Map.of("type", name()));
        }
        return fromText(field, value.textValue());
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return Normalization.apply(field.normalizations(), Characters.require(text));
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString((String) value);
    }

    @Override
    public String toText(Field field, Object value) {
        return (String) value;
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return row.getString(column);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.VARCHAR);
        } else {
            statement.setString(parameter, (String) value);
        }
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("string");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }
}
