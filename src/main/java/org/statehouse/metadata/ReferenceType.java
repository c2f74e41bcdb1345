package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The id of a record of another model, or of the same: the target's id type and a foreign key. */
final class ReferenceType implements FieldType {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("model", SettingForm.MODEL, "onDelete", SettingForm.ON_DELETE);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        if (settings.text("model") == null) {
            throw new ValueFault("model", "must name the model that a reference refers to", Map.of());
        }
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return List.of(new ExistsRule(String.valueOf(settings.text("model"))));
    }

    @Override
    public String sqlType(Field field) {
        return idType(field).sqlType();
    }

    @Override
    public String castType(Field field) {
        return idType(field).castType();
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        return idType(field).fromJson(value);
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return idType(field).fromText(text);
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        idType(field).toJson(out, value);
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return idType(field).read(row, column);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, nullType(idType(field)));
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.REFERENCE_SELECT).with(field.settings(), "model");
    }

    @Override
    public Set<Operator> operators() {
        return Operator.CHOICE;
    }

    @Override
    public int keyBytes(Field field) {
        return idType(field) == IdType.STRING ? 4 * 255 : 16;
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return idType(field)
                .readSchema()
                .put("x-statehouse-model", field.referenced().model());
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return idType(field)
                .writeSchema()
                .put("x-statehouse-model", field.referenced().model());
    }

    private static int nullType(IdType type) {
        return switch (type) {
            case UUID -> Types.OTHER;
            case INTEGER -> Types.BIGINT;
            case STRING -> Types.VARCHAR;
        };
    }

    private static IdType idType(Field field) {
        return field.referenced().idType();
    }
}
