package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Operator;
import org.statehouse.metadata.ValueFault;

/**
 * The id of a record.
 *
 * @param type of the model's ids
 */
public record IdAttribute(IdType type) implements Attribute {

    @Override
    public String column() {
        return "id";
    }

    @Override
    public Set<Operator> operators() {
        return type == IdType.STRING ? Operator.TEXT : Operator.ORDERED;
    }

    @Override
    public boolean hasExtremes() {
        return type != IdType.UUID;
    }

    @Override
    public boolean sortable() {
        return true;
    }

    @Override
    public boolean nullable() {
        return false;
    }

    @Override
    public boolean textual() {
        return type == IdType.STRING;
    }

    @Override
    public Object fromJson(JsonNode value) throws ValueFault {
        return type.fromJson(value);
    }

    @Override
    public Object fromText(String text) throws ValueFault {
        return type.fromText(text);
    }

    @Override
    public void toJson(JsonGenerator out, Object value) throws IOException {
        type.toJson(out, value);
    }

    @Override
    public void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        statement.setObject(parameter, value);
    }

    @Override
    public @Nullable Object read(ResultSet row, int column) throws SQLException {
        return type.read(row, column);
    }
}
