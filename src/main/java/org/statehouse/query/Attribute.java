package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.ValueFault;

/** A member of a record that a query can compare or sort by: its id, another system field, or a declared field. */
public sealed interface Attribute permits IdAttribute, SystemAttribute, FieldAttribute {

    /** Its name in queries, which is also the column's. */
    String column();

    /** Which operators filter it. */
    Set<Operator> operators();

    /** Whether records can be sorted by it. */
    boolean sortable();

    /** Whether a record may have null here. */
    boolean nullable();

    /** Digits after the decimal point of an exact number; null for what is none. */
    default @Nullable Integer scale() {
        return null;
    }

    /** Whether it is a number that is not exact. */
    default boolean isFloat() {
        return false;
    }

    /** Whether PostgreSQL finds the least and the greatest of its values: it does not of UUIDs. */
    default boolean hasExtremes() {
        return true;
    }

    /** Whether its values are texts, so that every storable text is one of them. */
    boolean textual();

    /** Whether a value is a set, which JSON writes as an array. */
    default boolean several() {
        return false;
    }

    /** Whether a value may be any JSON but null. */
    default boolean structured() {
        return false;
    }

    /** A typed value from JSON that is not null. */
    Object fromJson(JsonNode value) throws ValueFault;

    /** A typed value from a query string. */
    Object fromText(String text) throws ValueFault;

    /** Writes the JSON form of a typed value. */
    void toJson(JsonGenerator out, Object value) throws IOException;

    /** Sets a parameter of a statement. */
    void bind(PreparedStatement statement, int parameter, Object value) throws SQLException;

    /** Reads a column; null stays null. */
    @Nullable
    Object read(ResultSet row, int column) throws SQLException;
}
