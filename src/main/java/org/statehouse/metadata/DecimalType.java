package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal number: {@code numeric(precision, scale)}. Never rounded, never through a double: what has more digits
 * than the field is refused, and what is stored reads with the field's scale ({@code 1.5} becomes {@code 1.50}).
 */
final class DecimalType implements FieldType {

    /** PostgreSQL's greatest declared precision. */
    private static final int MAX_PRECISION = 1_000;

    private static final int MAX_TEXT = 1_100;
    /** Digits that every double keeps: readers of a schema may hold its bounds as doubles. */
    private static final int EXACT_DIGITS = 15;

    private static final Pattern FORM = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

    @Override
    public String name() {
        return "decimal";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(
                "precision", SettingForm.WHOLE_NUMBER,
                "scale", SettingForm.WHOLE_NUMBER,
                "min", SettingForm.VALUE,
                "max", SettingForm.VALUE,
                "step", SettingForm.VALUE);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        int precision = precision(settings);
        if (precision < 1 || precision > MAX_PRECISION) {
            throw new ValueFault("precision", "must be between 1 and " + MAX_PRECISION, Map.of());
        }
        if (scale(settings) > precision) {
            throw new ValueFault("scale", "must not be greater than precision, which is " + precision, Map.of());
        }
        Bounds.check(settings);
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return Bounds.rules(settings);
    }

    @Override
    public String sqlType(Field field) {
        return "numeric(" + precision(field.settings()) + "," + scale(field.settings()) + ")";
    }

    @Override
    public String castType(Field field) {
        return "numeric";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (value.isTextual()) {
            return fromText(field, value.textValue());
        }
        if (value.isNumber()) {
            return fit(field, value.decimalValue());
        }
        throw fault();
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        if (text.length() > MAX_TEXT || !FORM.matcher(text).matches()) {
            throw fault();
        }
        return fit(field, new BigDecimal(text));
    }

    /** The same number with the field's scale. Digits are counted before any is written out: 1e400000 costs nothing. */
    @Override
    public ObjectNode readSchema(Field field) {
        return described(field, ValueSchema.of("number"));
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return described(field, ValueSchema.anyOf("number", "string")).put("pattern", "^" + FORM + "$");
    }

    private static ObjectNode described(Field field, ObjectNode schema) {
        int precision = precision(field.settings());
        int scale = scale(field.settings());
        if (precision - scale <= EXACT_DIGITS) {
            BigDecimal end = BigDecimal.ONE.movePointRight(precision - scale);
            schema.put("exclusiveMinimum", end.negate()).put("exclusiveMaximum", end);
        }
        return schema.put("x-statehouse-precision", precision).put("x-statehouse-scale", scale);
    }

    private static BigDecimal fit(Field field, BigDecimal number) throws ValueFault {
        int precision = precision(field.settings());
        int scale = scale(field.settings());
        BigDecimal bare = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        long before = (long) bare.precision() - bare.scale();
        if (bare.scale() > scale || (bare.signum() != 0 && before > precision - scale)) {
            throw new ValueFault(
                    "precision",
                    "must have at most " + (precision - scale) + " digits before and " + scale
                            + " after the decimal point",
                    Map.of("precision", precision, "scale", scale));
        }
        return bare.setScale(scale);
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeNumber((BigDecimal) value);
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.NUMERIC);
        } else {
            statement.setBigDecimal(parameter, (BigDecimal) value);
        }
    }

    @Override
    public FormControl form(Field field) {
        Object step = field.settings().values().get("step");
        return FormControl.of(FormControl.Kind.NUMBER_INPUT)
                .with(field.settings(), "min", "max")
                .with("step", step == null ? BigDecimal.ONE.movePointLeft(scale(field.settings())) : step);
    }

    @Override
    public Integer scale(Field field) {
        return scale(field.settings());
    }

    @Override
    public Set<Operator> operators() {
        return Operator.ORDERED;
    }

    @Override
    public int keyBytes(Field field) {
        return 8 + precision(field.settings()) / 2;
    }

    private static int precision(Settings settings) {
        return settings.integer("precision", 18);
    }

    private static int scale(Settings settings) {
        return settings.integer("scale", 2);
    }

    private static ValueFault fault() {
        return new ValueFault("type", "must be a decimal number, such as 12.50", Map.of("type", "decimal"));
    }
}
