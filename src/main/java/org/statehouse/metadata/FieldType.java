package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/**
 * What values a field takes: its forms in JSON, text, Java and PostgreSQL, and the operators that filter it. One class a
 * type; stateless, shared by all fields of the type.
 *
 * <p>Typed values are immutable Java objects that are equal when the values are: {@code String, Long, BigDecimal, Boolean,
 * Double, LocalDate, LocalTime, OffsetDateTime (UTC, microseconds), UUID, Password,
 * JsonValue}, and of sets an immutable {@code List}.
 */
public interface FieldType {

    /** The word for it in metadata files. */
    String name();

    /** The settings of its own that a file may give, and how each is written. */
    default Map<String, SettingForm> settings() {
        return Map.of();
    }

    /** Refuses settings that do not fit each other; the fault's rule is the setting's name. */
    default void check(Settings settings) throws ValueFault {}

    /** The column's type, such as {@code numeric(10,2)}. */
    String sqlType(Field field);

    /** The type's name in casts of parameters and arrays, such as {@code numeric}. */
    String castType(Field field);

    /** Constraints of the type itself, as SQL expressions over the quoted column. */
    default List<String> checks(Field field, String column) {
        return List.of();
    }

    /** Rules that follow from the settings, such as {@code maxLength}. */
    default List<Rule> impliedRules(Settings settings) {
        return List.of();
    }

    /** A typed value from JSON that is not null. Normalisation is done here. */
    Object fromJson(Field field, JsonNode value) throws ValueFault;

    /** A typed value from a filter in the address or a CSV cell. */
    Object fromText(Field field, String text) throws ValueFault;

    /** Writes the JSON form of a typed value. */
    void toJson(Field field, JsonGenerator out, Object value) throws IOException;

    /**
     * Writes a typed value into a document from whose member {@code ->>} and a cast make the column's value; most types
     * write its JSON form.
     */
    default void toDocument(Field field, JsonGenerator out, Object value) throws IOException {
        toJson(field, out, value);
    }

    /** The column as the expression that {@link #read} reads. Applied to its own result it gives that result. */
    default String readSql(Field field, String column) {
        return column;
    }

    /**
     * The text form of a typed value, as CSV has it; {@link #fromText} reads it back to an equal value. Unless a type says
     * otherwise it is the characters of the JSON form, a string's without quotes.
     */
    default String toText(Field field, Object value) {
        byte[] json = Json.write(out -> toJson(field, out, value));
        return json[0] == '"' ? Json.parse(json).textValue() : new String(json, StandardCharsets.UTF_8);
    }

    /** Reads a column; null stays null. */
    @Nullable
    Object read(Field field, ResultSet row, int column) throws SQLException;

    /** Sets a parameter. */
    void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException;

    /** The column as an expression that {@code jsonb_build_object} turns into the value's JSON form. */
    default String imageSql(Field field, String column) {
        return column;
    }

    /**
     * The column's value made again from an image, the reverse of {@link #imageSql}: an expression of the column's type over
     * the member's value, a {@code jsonb} expression, and its text, a {@code text} expression. Null where the value is null.
     */
    default String columnSql(Field field, String value, String text) {
        String cast = "(" + text + ")::" + castType(field);
        return sqlType(field).endsWith(CharacterType.COLLATION) ? "(" + cast + CharacterType.COLLATION + ")" : cast;
    }

    /**
     * Whether values are written only: no answer, image, change, conflict, message or file has one, and nothing more is known
     * of it than whether it is there.
     */
    default boolean writeOnly() {
        return false;
    }

    /** Whether its values can sort records, tell them apart and name them: in sorts, unique keys, indexes and display. */
    default boolean keyable() {
        return true;
    }

    /** How a form edits it. */
    FormControl form(Field field);

    /** Digits after the decimal point, where values are exact numbers; null where they are none. */
    default @Nullable Integer scale(Field field) {
        return null;
    }

    /** Which operators filter it. */
    Set<Operator> operators();

    /**
     * How many bytes a value takes in an index at most. PostgreSQL refuses a row whose index entry has more than 2,704
     * bytes, so an index over more than 2,600 is refused beforehand.
     */
    default int keyBytes(Field field) {
        return 8;
    }

    /**
     * JSON Schema 2020-12 of the values that a record has when it is read (not asked of what is written only), null and the field's rules aside. It is true of
     * every value; what it cannot say, it leaves open.
     */
    default ObjectNode readSchema(Field field) {
        return ValueSchema.ofCast(castType(field));
    }

    /** The same of the values that a write takes: often more forms than are given back. */
    default ObjectNode writeSchema(Field field) {
        return ValueSchema.ofCast(castType(field));
    }

    /** Whether a value is a set: an array in JSON, a list in files. */
    default boolean several() {
        return false;
    }

    /** Whether a value may be any JSON but null: objects and arrays of the caller's own making. */
    default boolean structured() {
        return false;
    }

    /** What a field with this value, or none, becomes when a PATCH has the typed value {@code patch} for it. */
    default Object merged(@Nullable Object current, Object patch) throws ValueFault {
        return patch;
    }

    /** Whether values are texts that people write: they can be normalised and have patterns. */
    default boolean textual() {
        return false;
    }

    /** Whether {@code search=} looks into it. */
    default boolean searchable() {
        return false;
    }
}
