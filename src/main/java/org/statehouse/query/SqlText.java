package org.statehouse.query;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A statement in the making: its text, and its parameters in the order of their question marks. */
public final class SqlText {

    private final StringBuilder text = new StringBuilder(512);
    private final List<Part> bindings = new ArrayList<>();

    /** Sets the parameters of one addition. */
    @FunctionalInterface
    public interface Binding {
        void bind(PreparedStatement statement, int first) throws SQLException;
    }

    private record Part(int count, Binding binding) {}

    /** Adds text that is ours or a quoted name of the catalog, never a caller's. */
    public SqlText add(String sql) {
        text.append(sql);
        return this;
    }

    /** Adds another text with its parameters. */
    public SqlText add(SqlText other) {
        text.append(other.text);
        bindings.addAll(other.bindings);
        return this;
    }

    /** Adds text that has parameters of its own. */
    public SqlText add(String sql, int parameters, Binding binding) {
        text.append(sql);
        bindings.add(new Part(parameters, binding));
        return this;
    }

    /** Adds a parameter. */
    SqlText parameter(Binding binding) {
        return add("?", 1, binding);
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
        int next = 1;
        for (Part part : bindings) {
            part.binding().bind(statement, next);
            next += part.count();
        }
    }
}
