package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.ValueFault;

/**
 * A declared field.
 *
 * @param field of the model that the path has reached
 */
public record FieldAttribute(Field field) implements Attribute {

    @Override
    public String column() {
        return field.name();
    }

    @Override
    public Set<Operator> operators() {
        return field.type().operators();
    }

    @Override
    public boolean sortable() {
        return field.type().keyable() && field.type().keyBytes(field) <= QueryLimits.MAX_SORT_BYTES;
    }

    @Override
    public @Nullable Integer scale() {
        return field.type().scale(field);
    }

    @Override
    public boolean isFloat() {
        return field.type().castType(field).equals("float8");
    }

    @Override
    public boolean hasExtremes() {
        return !field.type().castType(field).equals("uuid");
    }

    @Override
    public boolean nullable() {
        return !field.required();
    }

    @Override
    public boolean textual() {
        String cast = field.type().castType(field);
        return cast.equals("text") || cast.startsWith("varchar");
    }

    @Override
    public boolean several() {
        return field.type().several();
    }

    @Override
    public boolean structured() {
        return field.type().structured();
    }

    @Override
    public Object fromJson(JsonNode value) throws ValueFault {
        return option(field.type().fromJson(field, value));
    }

    @Override
    public Object fromText(String text) throws ValueFault {
        return option(field.type().fromText(field, text));
    }

    @Override
    public void toJson(JsonGenerator out, Object value) throws IOException {
        field.type().toJson(field, out, value);
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        field.type().bind(field, statement, parameter, value);
    }

    @Override
    public @Nullable Object read(ResultSet row, int column) throws SQLException {
        return field.type().read(field, row, column);
    }

    /** A key that the choice does not have can only be a mistake. */
    private Object option(Object value) throws ValueFault {
        Set<String> keys = field.settings().options().keySet();
        boolean known = value instanceof Collection<?> some ? keys.containsAll(some) : keys.contains(value);
        if (keys.isEmpty() || known) {
            return value;
        }
        throw new ValueFault(
                "options",
                (several() ? "must have keys of " : "must be one of ") + Names.list(keys),
                Map.of("options", List.copyOf(keys)));
    }
}
