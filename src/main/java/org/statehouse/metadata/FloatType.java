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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A floating-point number: {@code double precision}, written with the fewest digits that read back as the same number. What
 * no double is meant by is refused (1e400, 1e-400, 9007199254740993), and so are NaN and infinity; −0 is 0.
 */
final class FloatType implements BoundedType {

    /** The greatest {@code precision}: no double has digits further behind. */
    private static final int MAX_PRECISION = 400;

    private static final int MAX_TEXT = 1_100;
    private static final Pattern FORM = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");

    @Override
    public String name() {
        return "float";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(
                "precision", SettingForm.WHOLE_NUMBER,
                "min", SettingForm.VALUE,
                "max", SettingForm.VALUE,
                "step", SettingForm.VALUE);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        if (settings.integer("precision", 0) > MAX_PRECISION) {
            throw new ValueFault("precision", "must not be greater than " + MAX_PRECISION, Map.of());
        }
        Bounds.check(settings);
    }

    @Override
    public String sqlType(Field field) {
        return "double precision";
    }

    @Override
    public String castType(Field field) {
        return "float8";
    }

    /** For PostgreSQL NaN is greater than infinity. */
    @Override
    public List<String> checks(Field field, String column) {
        return List.of(column + " > '-Infinity'::float8 AND " + column + " < 'Infinity'::float8");
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
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

    private static Double fit(Field field, BigDecimal decimal) throws ValueFault {
        Double number = Floats.of(decimal).orElseThrow(FloatType::fault);
        int precision = field.settings().integer("precision", MAX_PRECISION);
        if (decimal.signum() != 0 && decimal.stripTrailingZeros().scale() > precision && precision < MAX_PRECISION) {
            throw new ValueFault(
                    "precision",
                    "must have at most " + precision + " digits after the decimal point",
                    Map.of("precision", precision));
        }
        return number;
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeNumber(Floats.text((Double) value));
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? null : number;
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.DOUBLE);
        } else {
            statement.setDouble(parameter, (Double) value);
        }
    }

    @Override
    public FormControl form(Field field) {
        Object step = field.settings().values().get("step");
        int precision = field.settings().integer("precision", MAX_PRECISION);
        Object finest = precision == MAX_PRECISION ? "any" : BigDecimal.ONE.movePointLeft(precision);
        return FormControl.of(FormControl.Kind.NUMBER_INPUT)
                .with(field.settings(), "min", "max")
                .with("step", step == null ? finest : step);
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("number");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }

    private static ValueFault fault() {
        return new ValueFault(
                "type",
                "must be a number that a double has exactly enough, such as 12.5 or 1e-9",
                Map.of("type", "float"));
    }
}
