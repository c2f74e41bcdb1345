package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Of what kind the ids of a model are. Typed values: {@link UUID}, {@link Long}, {@link String}. */
public enum IdType {
    UUID("uuid", "uuid"),
    INTEGER("integer", "bigint"),
    STRING("string", "varchar(255) COLLATE \"C\"");

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern INTEGER_FORM = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final int MAX_CHARACTERS = 255;

    private final String word;
    private final String sqlType;

    IdType(String word, String sqlType) {
        this.word = word;
        this.sqlType = sqlType;
    }

    /** The word for it in metadata files. */
    public String word() {
        return word;
    }

    /** The column's type in DDL. */
    public String sqlType() {
        return sqlType;
    }

    /** The type's name in casts and arrays. */
    public String castType() {
        return this == STRING ? "varchar" : sqlType;
    }

    /** From a URL's segment or a CSV cell, exactly in its canonical form up to the case of a uuid. */
    public Object fromText(String text) throws ValueFault {
        boolean form = switch (this) {
            case UUID -> UUID_FORM.matcher(text).matches();
            case INTEGER -> INTEGER_FORM.matcher(text).matches();
            case STRING -> isStringId(text);
        };
        if (form) {
            try {
                return switch (this) {
                    case UUID -> java.util.UUID.fromString(text);
                    case INTEGER -> Long.valueOf(text);
                    case STRING -> text;
                };
            } catch (NumberFormatException beyondRange) {
                throw new ValueFault("type", "is not an id of type " + word, Map.of("type", word));
            }
        }
        throw new ValueFault("type", "is not an id of type " + word, Map.of("type", word));
    }

    /** From JSON: a string, for integers also a number. */
    public Object fromJson(JsonNode value) throws ValueFault {
        boolean form = this == INTEGER ? value.isIntegralNumber() || value.isTextual() : value.isTextual();
        if (!form) {
            throw new ValueFault("type", "is not an id of type " + word, Map.of("type", word));
        }
        return fromText(value.asText());
    }

    /** Writes the JSON form: a number for integers, else a string. */
    public void toJson(JsonGenerator out, Object id) throws IOException {
        if (this == INTEGER) {
            out.writeNumber((Long) id);
        } else {
            out.writeString(id.toString());
        }
    }

    /** Reads a column; null stays null. */
    public @Nullable Object read(ResultSet row, int column) throws SQLException {
        return switch (this) {
            case UUID -> row.getObject(column, java.util.UUID.class);
            case INTEGER -> {
                long number = row.getLong(column);
                yield row.wasNull() ? null : number;
            }
            case STRING -> row.getString(column);
        };
    }

    /** JSON Schema of ids as records have them. */
    public ObjectNode readSchema() {
        return switch (this) {
            case UUID -> ValueSchema.of("string").put("format", "uuid");
            case INTEGER ->
                ValueSchema.of("integer").put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
            case STRING -> ValueSchema.of("string").put("minLength", 1).put("maxLength", MAX_CHARACTERS);
        };
    }

    /** The same of ids that a write takes. */
    public ObjectNode writeSchema() {
        return switch (this) {
            case INTEGER ->
                ValueSchema.anyOf("integer", "string")
                        .put("minimum", Long.MIN_VALUE)
                        .put("maximum", Long.MAX_VALUE)
                        .put("pattern", "^" + INTEGER_FORM + "$");
            case UUID, STRING -> readSchema();
        };
    }

    private static boolean isStringId(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= MAX_CHARACTERS
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
