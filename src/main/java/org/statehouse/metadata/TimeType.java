package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time of day without a zone: {@code time}, RFC 3339 partial-time with at most microseconds, all six of which are written.
 * A day ends before 24:00:00 and has no leap seconds.
 */
final class TimeType implements BoundedType {

    private static final String FORM = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?";
    private static final Pattern PATTERN = Pattern.compile(FORM);
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    @Override
    public String name() {
        return "time";
    }

    @Override
    public String sqlType(Field field) {
        return "time";
    }

    @Override
    public String castType(Field field) {
        return "time";
    }

    /** PostgreSQL's own type also has 24:00:00. */
    @Override
    public List<String> checks(Field field, String column) {
        return List.of(column + " < TIME '24:00:00'");
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        return fromText(field, value.isTextual() ? value.textValue() : "");
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        if (PATTERN.matcher(text).matches()) {
            return LocalTime.parse(text);
        }
        throw new ValueFault(
                "type",
                "must be a time of day from 00:00:00 to 23:59:59.999999, such as 13:45:00 or 13:45:00.250",
                Map.of("type", name()));
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(format((LocalTime) value));
    }

    /** The one form that is written. */
    static String format(LocalTime time) {
        return FORMAT.format(time);
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalTime.class);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.TIME);
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public String imageSql(Field field, String column) {
        return "to_char(" + column + ", 'HH24:MI:SS.US')";
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.TIME_INPUT).with(field.settings(), "min", "max");
    }

    /** The format {@code time} of JSON Schema has an offset, and so does not fit. */
    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("string").put("pattern", "^" + FORM + "$");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }
}
