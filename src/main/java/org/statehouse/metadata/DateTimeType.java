package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A point in time: {@code timestamptz}, RFC 3339 with an offset, at most microseconds; kept and written in UTC, where its
 * year is 0001 to 9999.
 */
final class DateTimeType implements BoundedType {

    @Override
    public String name() {
        return "dateTime";
    }

    @Override
    public String sqlType(Field field) {
        return "timestamptz";
    }

    @Override
    public String castType(Field field) {
        return "timestamptz";
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        return Timestamps.parse(value.isTextual() ? value.textValue() : "");
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        return Timestamps.parse(text);
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(Timestamps.format((OffsetDateTime) value));
    }

    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(parameter, value);
        }
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.DATE_TIME_INPUT).with(field.settings(), "min", "max");
    }

    @Override
    public String imageSql(Field field, String column) {
        return Timestamps.sql(column);
    }

    @Override
    public ObjectNode readSchema(Field field) {
        return ValueSchema.of("string").put("format", "date-time");
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return readSchema(field).put("pattern", Timestamps.PATTERN);
    }
}
