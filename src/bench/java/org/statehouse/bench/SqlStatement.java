package org.statehouse.bench;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the server sent it.
 *
 * @param sql with {@code $1}, {@code $2} … for its parameters
 * @param parameters in their order
 */
record SqlStatement(String sql, List<Parameter> parameters) {

    /**
     * One parameter.
     *
     * @param type by PostgreSQL's own name
     * @param name of the value of a request that it has; null where it is the same for all
     * @param value that it was sent with
     */
    record Parameter(
            String type, @Nullable String name, @Nullable String value) {}

    boolean uses(String name) {
        return parameters.stream().anyMatch(parameter -> name.equals(parameter.name()));
    }

    /** The statement for JDBC. */
    String jdbc() {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int i = 1; i <= parameters.size(); i++) {
            int at = place(i, from).orElseThrow(() -> new IllegalStateException("Parameters are not in order: " + sql));
            out.append(sql, from, at).append('?');
            from = at + 1 + Integer.toString(i).length();
        }
        return out.append(sql, from, sql.length()).toString();
    }

    private Optional<Integer> place(int number, int from) {
        int at = sql.indexOf("$" + number, from);
        return at < 0 ? Optional.empty() : Optional.of(at);
    }
}
