package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of keys: {@code text[]} with a CHECK, in JSON an array without a key twice. It is kept in the order of the options,
 * so that equal sets are equal everywhere. As text, in addresses and CSV cells, its keys are separated by commas, which
 * therefore no key may have; the empty text is the empty set.
 */
final class MultiEnumType implements FieldType {

    @Override
    public String name() {
        return "multiEnum";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(
                "options", SettingForm.OPTIONS,
                "minSelections", SettingForm.WHOLE_NUMBER,
                "maxSelections", SettingForm.WHOLE_NUMBER);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        EnumType.checkOptions(settings);
        Map<String, String> options = settings.options();
        for (String key : options.keySet()) {
            if (key.indexOf(',') >= 0) {
                throw new ValueFault(
                        "options", "must have keys without commas, which separate the keys of a set", Map.of());
            }
        }
        int max = settings.integer("maxSelections", options.size());
        if (max < 1 || max > options.size()) {
            throw new ValueFault("maxSelections", "must be between 1 and the number of options", Map.of());
        }
        if (settings.integer("minSelections", 0) > max) {
            throw new ValueFault("minSelections", "must not be greater than " + max, Map.of());
        }
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new OptionsRule(List.copyOf(settings.options().keySet()), true));
        if (settings.values().containsKey("minSelections")) {
            rules.add(new MinSelectionsRule(settings.integer("minSelections", 0)));
        }
        if (settings.values().containsKey("maxSelections")) {
            rules.add(new MaxSelectionsRule(settings.integer("maxSelections", 0)));
        }
        return List.copyOf(rules);
    }

    @Override
    public String sqlType(Field field) {
        return "text[]";
    }

    @Override
    public String castType(Field field) {
        return "text[]";
    }

    @Override
    public List<String> checks(Field field, String column) {
        return field.required() ? List.of("cardinality(" + column + ") > 0") : List.of();
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (!value.isArray()) {
            throw fault();
        }
        List<String> keys = new ArrayList<>();
        for (JsonNode key : value) {
            if (!key.isTextual()) {
                throw fault();
            }
            keys.add(key.textValue());
        }
        return set(field, keys);
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return set(field, text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1)));
    }

    /** In the order of the options; keys that are none come last, for their rule to refuse. */
    private static List<String> set(Field field, List<String> keys) throws ValueFault {
        Set<String> known = new LinkedHashSet<>();
        for (String key : keys) {
            if (!known.add(Characters.require(key))) {
                throw new ValueFault("type", "must not have a key twice", Map.of("type", "multiEnum"));
            }
        }
        List<String> order = List.copyOf(field.settings().options().keySet());
        return known.stream()
                .sorted(Comparator.comparingInt(key -> order.contains(key) ? order.indexOf(key) : order.size()))
                .toList();
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeStartArray();
        for (String key : keys(value)) {
            out.writeString(key);
        }
        out.writeEndArray();
    }

    @Override
    public String toText(Field field, Object value) {
        return String.join(",", keys(value));
    }

    /** As PostgreSQL writes an array. */
    @Override
    public void toDocument(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(literal(keys(value)));
    }

    /** The text form of an array in PostgreSQL. */
    static String literal(List<String> keys) {
        return keys.stream()
                .map(key -> '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.ARRAY);
        } else {
            statement.setArray(
                    parameter,
                    statement.getConnection().createArrayOf("text", keys(value).toArray()));
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.MULTI_SELECT)
                .withOptions(field.settings())
                .with(field.settings(), "minSelections", "maxSelections");
    }

    @Override
    public Set<Operator> operators() {
        return Operator.SET;
    }

    @Override
    public String columnSql(Field field, String value, String text) {
        return "CASE jsonb_typeof(" + value + ") WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(" + value
                + ")) END";
    }

    @Override
    public boolean keyable() {
        return false;
    }

    @Override
    public boolean several() {
        return true;
    }

    @Override
    public ObjectNode readSchema(Field field) {
        ObjectNode schema = ValueSchema.of("array");
        ObjectNode items = schema.putObject("items").put("type", "string");
        field.settings().options().keySet().forEach(items.putArray("enum")::add);
        return schema.put("uniqueItems", true);
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }

    @SuppressWarnings("unchecked") // the typed values of this class
    private static List<String> keys(Object value) {
        return (List<String>) value;
    }

    private static ValueFault fault() {
        return new ValueFault("type", "must be an array of keys, such as [\"A\", \"B\"]", Map.of("type", "multiEnum"));
    }
}
