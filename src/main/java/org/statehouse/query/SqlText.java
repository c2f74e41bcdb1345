package org.statehouse.query;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement in the making: its text, and its parameters in the order of their question marks. */
public final class SqlText {

    private final StringBuilder text = new StringBuilder(512);
    private final List<Binding> bindings = new ArrayList<>();

    /** Sets one parameter. */
    @FunctionalInterface
    public interface Binding {
        void bind(PreparedStatement statement, int parameter) throws SQLException;
    }

    /** Adds text that is ours or a quoted name of the catalog, never a caller's. */
    public SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds another text with its parameters. */
    SqlText add(SqlText other) {
        text.append(other.text);
        bindings.addAll(other.bindings);
        return this;
    }

    /** Adds a parameter. */
    public SqlText parameter(Binding binding) {
        text.append('?');
        bindings.add(binding);
        return this;
    }

    SqlText parameter(Attribute attribute, Object value) {
        return parameter((statement, parameter) -> attribute.bind(statement, parameter, value));
    }

    SqlText parameter(String value) {
        return parameter((statement, parameter) -> statement.setString(parameter, value));
    }

    /** The statement's text. */
    public String text() {
        return text.toString();
    }

    /** Sets all parameters. */
    public void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < bindings.size(); i++) {
            bindings.get(i).bind(statement, i + 1);
        }
    }
}
