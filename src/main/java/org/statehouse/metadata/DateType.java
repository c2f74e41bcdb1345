package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A day without a time: {@code date}, RFC 3339 full-date, years 0001 to 9999. */
final class DateType implements BoundedType {

    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    @Override
    public String name() {
        return "date";
    }

    @Override
    public String sqlType(Field field) {
        return "date";
    }

    @Override
    public String castType(Field field) {
        return "date";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (value.isTextual()) {
            return fromText(field, value.textValue());
        }
        throw fault();
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        if (FORM.matcher(text).matches() && !text.startsWith("0000")) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException noSuchDay) {
                throw fault();
            }
        }
        throw fault();
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(value.toString());
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.DATE);
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.DATE_INPUT).with(field.settings(), "min", "max");
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("string").put("format", "date");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field);
    }

    private static ValueFault fault() {
        return new ValueFault(
                "type", "must be a date of the years 0001 to 9999, such as 2024-02-29", Map.of("type", "date"));
    }
}
