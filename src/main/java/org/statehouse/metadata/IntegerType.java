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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole number: {@code bigint}. Beyond 2^53 − 1, where JavaScript's numbers end, its JSON form is a string, and a string
 * is taken as well.
 */
final class IntegerType implements BoundedType {

    /** The greatest whole number that every JSON reader keeps exactly (ECMAScript's MAX_SAFE_INTEGER). */
    private static final long SAFE = (1L << 53) - 1;

    /** The form of numbers that are strings in JSON; the least have 16 digits. */
    private static final String BEYOND = "^-?[1-9][0-9]{15,18}$";

    private static final Pattern FORM = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    @Override
    public String name() {
        return "integer";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("min", SettingForm.VALUE, "max", SettingForm.VALUE, "step", SettingForm.VALUE);
    }

    @Override
    public String sqlType(Field field) {
        return "bigint";
    }

    @Override
    public String castType(Field field) {
        return "bigint";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isTextual()) {
            long number = fromText(field, value.textValue());
            if (!isSafe(number)) {
                return number;
            }
        }
        throw fault();
    }

    @Override
    public Long fromText(Field field, String text) throws ValueFault {
        if (FORM.matcher(text).matches()) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException beyondRange) {
                throw fault();
            }
        }
        throw fault();
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        long number = (Long) value;
        if (isSafe(number)) {
            out.writeNumber(number);
        } else {
            out.writeString(Long.toString(number));
        }
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.BIGINT);
        } else {
            statement.setLong(parameter, (Long) value);
        }
    }

    @Override
    public FormControl form(Field field) {
        Object step = field.settings().values().get("step");
        return FormControl.of(FormControl.Kind.NUMBER_INPUT)
                .with(field.settings(), "min", "max")
                .with("step", step == null ? 1 : step);
    }

    @Override
    public Integer scale(Field field) {
        return 0;
    }

    @Override
    public String imageSql(Field field, String column) {
        return "CASE WHEN " + column + " BETWEEN " + -SAFE + " AND " + SAFE + " THEN to_jsonb(" + column
                + ") ELSE to_jsonb(" + column + "::text) END";
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return schema(field, -SAFE, SAFE);
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return schema(field, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A number only, where the field's bounds allow none that would be a string. */
    private static ObjectNode schema(Field field, long least, long greatest) {
        Object min = field.settings().values().get("min");
        Object max = field.settings().values().get("max");
        if (min instanceof Long low && max instanceof Long high && isSafe(low) && isSafe(high)) {
            return ValueSchema.of("integer");
        }
        return ValueSchema.anyOf("integer", "string")
                .put("minimum", least)
                .put("maximum", greatest)
                .put("pattern", BEYOND);
    }

    /** Whether every JSON reader keeps it exactly. */
    static boolean isSafe(long number) {
        return number >= -SAFE && number <= SAFE;
    }

    private static ValueFault fault() {
        return new ValueFault(
                "type",
                "must be a whole number between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE
                        + " (beyond 2^53 also as a string)",
                Map.of("type", "integer"));
    }
}
