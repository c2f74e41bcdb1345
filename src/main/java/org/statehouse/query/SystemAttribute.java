package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;

/** The system fields that records have beside their id; {@code deletedAt} and {@code deletedBy} with soft delete only. */
public enum SystemAttribute implements Attribute {
    VERSION("version", Kind.NUMBER),
    CREATED_AT("createdAt", Kind.TIME),
    CREATED_BY("createdBy", Kind.TEXT),
    UPDATED_AT("updatedAt", Kind.TIME),
    UPDATED_BY("updatedBy", Kind.TEXT),
    DELETED_AT("deletedAt", Kind.TIME),
    DELETED_BY("deletedBy", Kind.TEXT);

    private enum Kind {
        NUMBER,
        TIME,
        TEXT
    }

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private final String word;
    private final Kind kind;

    SystemAttribute(String word, Kind kind) {
        this.word = word;
        this.kind = kind;
    }

    /** Those that records of a model have. */
    static Stream<SystemAttribute> of(Model model) {
        return Arrays.stream(values()).filter(attribute -> model.softDelete() || !attribute.nullable());
    }

    static @Nullable SystemAttribute of(Model model, String name) {
        return of(model)
                .filter(attribute -> attribute.word.equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String column() {
        return word;
    }

    @Override
    public Set<Operator> operators() {
        return kind == Kind.TEXT ? Operator.TEXT : Operator.ORDERED;
    }

    @Override
    public boolean sortable() {
        return true;
    }

    @Override
    public boolean nullable() {
        return this == DELETED_AT || this == DELETED_BY;
    }

    @Override
    public boolean textual() {
        return kind == Kind.TEXT;
    }

    @Override
    public Object fromJson(JsonNode value) throws ValueFault {
        boolean form = kind == Kind.NUMBER ? value.isIntegralNumber() : value.isTextual();
        if (!form) {
            throw fault();
        }
        return fromText(value.asText());
    }

    @Override
    public Object fromText(String text) throws ValueFault {
        return switch (kind) {
            case NUMBER -> number(text);
            case TIME -> Timestamps.parse(text);
            case TEXT -> text;
        };
    }

    @Override
    public void toJson(JsonGenerator out, Object value) throws IOException {
        switch (kind) {
            case NUMBER -> out.writeNumber((Long) value);
            case TIME -> out.writeString(Timestamps.format((OffsetDateTime) value));
            case TEXT -> out.writeString((String) value);
        }
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        statement.setObject(parameter, value);
    }

    @Override
    public @Nullable Object read(ResultSet row, int column) throws SQLException {
        return switch (kind) {
            case NUMBER -> row.getObject(column, Long.class);
            case TIME -> time(row.getObject(column, OffsetDateTime.class));
            case TEXT -> row.getString(column);
        };
    }

    private Object number(String text) throws ValueFault {
        if (!WHOLE.matcher(text).matches()) {
            throw fault();
        }
        return Long.valueOf(text);
    }

    private static @Nullable OffsetDateTime time(@Nullable OffsetDateTime time) {
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }

    private ValueFault fault() {
        String message = switch (kind) {
            case NUMBER -> "must be a whole number";
            case TIME -> "must be a time such as \"2024-02-29T13:45:00Z\"";
            case TEXT -> "must be a text";
        };
        return new ValueFault("type", message, Map.of());
    }
}
