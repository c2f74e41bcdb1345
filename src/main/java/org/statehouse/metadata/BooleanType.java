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

/** True or false: {@code boolean}. */
final class BooleanType implements FieldType {

    @Override
    public String name() {
        return "boolean";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("trueLabel", SettingForm.TEXT, "falseLabel", SettingForm.TEXT);
    }

    @Override
    public String sqlType(Field field) {
        return "boolean";
    }

    @Override
    public String castType(Field field) {
        return "boolean";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw fault();
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw fault();
        };
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeBoolean((Boolean) value);
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.BOOLEAN);
        } else {
            statement.setBoolean(parameter, (Boolean) value);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.CHECKBOX).with(field.settings(), "trueLabel", "falseLabel");
    }

    @Override
    public Set<Operator> operators() {
        return Operator.ANY;
    }

    @Override
    public ObjectNode readSchema(Field field) {
        ObjectNode schema = ValueSchema.of("boolean");
        String whenTrue = field.settings().text("trueLabel");
        String whenFalse = field.settings().text("falseLabel");
        if (whenTrue != null && whenFalse != null) {
            schema.putObject("x-statehouse-labels").put("true", whenTrue).put("false", whenFalse);
        }
        return schema;
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }

    private static ValueFault fault() {
        return new ValueFault("type", "must be true or false", Map.of("type", "boolean"));
    }
}
