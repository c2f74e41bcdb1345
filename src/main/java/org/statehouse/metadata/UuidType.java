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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A universally unique identifier of any version (RFC 9562): {@code uuid}; read in either case, written in lower case. */
final class UuidType implements FieldType {

    private static final int TEXT_LENGTH = 36;

    @Override
    public String name() {
        return "uuid";
    }

    @Override
    public String sqlType(Field field) {
        return "uuid";
    }

    @Override
    public String castType(Field field) {
        return "uuid";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        return fromText(field, value.isTextual() ? value.textValue() : "");
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        try {
            return IdType.UUID.fromText(text);
        } catch (ValueFault notOne) {
            throw new ValueFault(
                    "type", "must be a UUID, such as 01890a5d-ac96-774b-bcce-b302099a8057", Map.of("type", name()));
        }
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(value.toString());
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return IdType.UUID.read(row, column);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.OTHER);
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.TEXT_INPUT).with("maxLength", TEXT_LENGTH);
    }

    @Override
    public Set<Operator> operators() {
        return Operator.CHOICE;
    }

    @Override
    public int keyBytes(Field field) {
        return 16;
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("string").put("format", "uuid");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }
}
