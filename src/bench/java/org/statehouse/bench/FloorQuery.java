package org.statehouse.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One statement whose parameters come from the values of a request by name, and whose rows become JSON. */
final class FloorQuery {

    private static final JsonFactory JSON = new JsonFactory();

    private final SqlStatement statement;
    private final String sql;

    /** Known once a result was seen. */
    private volatile @Nullable List<Column> columns;

    FloorQuery(SqlStatement statement) {
        this.statement = statement;
        this.sql = statement.jdbc();
    }

    private record Column(int index, String name, String type) {}

    /** The one row, or an object with all of them; no bytes when one row was wanted and there was none. */
    byte[] run(Connection connection, Map<String, String> values, boolean one) throws SQLException, IOException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            List<SqlStatement.Parameter> parameters = statement.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                SqlStatement.Parameter parameter = parameters.get(i);
                String given = parameter.name() == null ? null : values.get(parameter.name());
                bind(prepared, i + 1, parameter.type(), given == null ? parameter.value() : given);
            }
            try (ResultSet rows = prepared.executeQuery()) {
                return one ? one(rows) : all(rows);
            }
        }
    }

    private static void bind(PreparedStatement prepared, int index, String type, @Nullable String value)
            throws SQLException {
        if (value == null) {
            prepared.setNull(index, Types.NULL);
            return;
        }
        switch (type) {
            case "int4" -> prepared.setInt(index, Integer.parseInt(value));
            case "int8" -> prepared.setLong(index, Long.parseLong(value));
            case "uuid" -> prepared.setObject(index, UUID.fromString(value));
            case "numeric" -> prepared.setBigDecimal(index, new BigDecimal(value));
            case "varchar", "text" -> prepared.setString(index, value);
            default -> prepared.setObject(index, value, Types.OTHER);
        }
    }

    private byte[] one(ResultSet rows) throws SQLException, IOException {
        if (!rows.next()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, rows);
        }
        return bytes.toByteArray();
    }

    private byte[] all(ResultSet rows) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            while (rows.next()) {
                write(out, rows);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out, ResultSet row) throws SQLException, IOException {
        out.writeStartObject();
        for (Column column : columns(row)) {
            out.writeFieldName(column.name);
            switch (column.type) {
                case "int4", "int8" -> out.writeNumber(row.getLong(column.index));
                case "numeric" -> out.writeNumber(row.getBigDecimal(column.index));
                case "timestamptz" ->
                    out.writeString(
                            row.getObject(column.index, OffsetDateTime.class).toString());
                default -> out.writeString(row.getString(column.index));
            }
        }
        out.writeEndObject();
    }

    /** Those of the record: a list has its place in the log and its keys beside them, in each row. */
    private List<Column> columns(ResultSet row) throws SQLException {
        List<Column> known = columns;
        if (known == null) {
            known = new ArrayList<>();
            ResultSetMetaData all = row.getMetaData();
            for (int i = 1; i <= all.getColumnCount(); i++) {
                String name = all.getColumnLabel(i);
                if (!List.of("position", "total", "found").contains(name) && !Character.isDigit(name.charAt(0))) {
                    known.add(new Column(i, name, all.getColumnTypeName(i)));
                }
            }
            columns = known;
        }
        return known;
    }
}
