package org.statehouse.metadata;

import java.util.function.UnaryOperator;

/** Puts other names into an SQL expression of ours, in which every name stands in double quotes. */
final class SqlNames {

    private SqlNames() {}

    /** The expression with each quoted name replaced; texts in single quotes stay as they are. */
    static String renamed(String sql, UnaryOperator<String> names) {
        StringBuilder all = new StringBuilder(sql.length());
        int at = 0;
        while (at < sql.length()) {
            char first = sql.charAt(at);
            if (first != '"' && first != '\'') {
                all.append(first);
                at++;
                continue;
            }
            int end = closing(sql, at);
            String quoted = sql.substring(at, end);
            if (first == '"') {
                String name = quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
                all.append(Sql.quote(names.apply(name)));
            } else {
                all.append(quoted);
            }
            at = end;
        }
        return all.toString();
    }

    /** The index after the quote that ends what begins at {@code from}; a doubled quote is a part of it. */
    private static int closing(String sql, int from) {
        char quote = sql.charAt(from);
        int at = from + 1;
        while (true) {
            at = sql.indexOf(quote, at) + 1;
            if (at == 0) {
                throw new IllegalArgumentException("A quote is not closed in " + sql);
            }
            if (at == sql.length() || sql.charAt(at) != quote) {
                return at;
            }
            at++;
        }
    }
}
