package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.ProblemException;

/** Any JSON but null, which is no value: {@code jsonb}. Its text, in addresses and CSV cells, is JSON too. */
final class JsonType implements FieldType {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(SchemaRule.CODE, SettingForm.SCHEMA);
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return settings.values().get(SchemaRule.CODE) instanceof InlineSchema schema
                ? List.of(new SchemaRule(schema))
                : List.of();
    }

    @Override
    public String sqlType(Field field) {
        return "jsonb";
    }

    @Override
    public String castType(Field field) {
        return "jsonb";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        return JsonValue.of(value);
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return JsonValue.of(parsed(Characters.require(text)));
    }

    private static JsonNode parsed(String text) throws ValueFault {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException malformed) {
            String reason = malformed.problem().detail().replace("The body", "the text");
            throw new ValueFault(
                    "type", "must be JSON, such as \"text\" or {\"a\": 1}: " + reason, Map.of("type", "json"));
        }
    }

    @Override
    public Object merged(@Nullable Object current, Object patch) throws ValueFault {
        return JsonValue.merged((JsonValue) current, (JsonValue) patch);
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeTree(((JsonValue) value).node());
    }

    @Override
    public String toText(Field field, Object value) {
        return value.toString();
    }

    /** As a text, so that what {@code ->>} gives is JSON also when it is a string. */
    @Override
    public void toDocument(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(value.toString());
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : JsonValue.stored(text);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.OTHER);
        } else {
            statement.setObject(parameter, value.toString(), Types.OTHER);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.JSON_EDITOR);
    }

    @Override
    public Set<Operator> operators() {
        return Operator.ANY;
    }

    @Override
    public String columnSql(Field field, String value, String text) {
        return "nullif(" + value + ", 'null'::jsonb)";
    }

    @Override
    public boolean keyable() {
        return false;
    }

    @Override
    public boolean structured() {
        return true;
    }

    /** Anything: a value may be older than its schema. */
    @Override
    public ObjectNode readSchema(Field field) {
        return Json.MAPPER.createObjectNode();
    }

    /** With its own schema, unless that refers to its parts: they are elsewhere when it is a part of another. */
    @Override
    public ObjectNode writeSchema(Field field) {
        ObjectNode any = Json.MAPPER.createObjectNode();
        if (field.settings().values().get(SchemaRule.CODE) instanceof InlineSchema schema && !schema.refers()) {
            ObjectNode own = schema.source().deepCopy();
            own.remove("$schema");
            any.putArray("anyOf").add(own);
            if (!field.required()) {
                any.withArray("anyOf").addObject().put("type", "null");
            }
        }
        return any;
    }
}
