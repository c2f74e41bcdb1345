package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that both catalogs have, and what its parts are called while the next catalog is being prepared.
 *
 * @param old the table as it is
 * @param next as it shall be
 * @param before all tables as they are
 * @param pending gives names to what is built beforehand
 * @param meanwhile the columns' names during the preparation, by their names in the next catalog
 */
record TableChange(
        Blueprint.Table old,
        Blueprint.Table next,
        Blueprint before,
        PendingNames pending,
        Map<String, String> meanwhile) {

    static TableChange of(Blueprint.Table old, Blueprint.Table next, Blueprint before, PendingNames pending) {
        Map<String, String> meanwhile = new LinkedHashMap<>();
        columns(next).forEach(column -> {
            Part there = old.parts().get(column.key());
            meanwhile.put(column.name(), there == null ? pending.next() : there.name());
        });
        return new TableChange(old, next, before, pending, meanwhile);
    }

    static Stream<Part.Column> columns(Blueprint.Table table) {
        return table.parts().values().stream()
                .filter(Part.Column.class::isInstance)
                .map(Part.Column.class::cast);
    }

    /** A column's name during the preparation; those of the system keep theirs. */
    String meanwhile(String column) {
        return meanwhile.getOrDefault(column, column);
    }

    /** An expression of the next catalog over the columns as they are called during the preparation. */
    String meanwhileSql(String expression) {
        return SqlNames.renamed(expression, this::meanwhile);
    }

    /** Whether all columns of an expression's names are there already. */
    boolean isThere(String column) {
        return !meanwhile(column).startsWith(PendingNames.PREFIX);
    }

    /** The number of the model whose writes meet what is pending on the table. */
    int writer() {
        if (old.links() != null) {
            return Integer.parseInt(
                    old.key().substring(old.key().indexOf('-') + 1, old.key().lastIndexOf('-')));
        }
        return Integer.parseInt(old.key().substring(1));
    }

    Preparation.PendingRule rule(List<String> fields, String rule, String message) {
        List<String> names = fields.stream().map(this::meanwhile).toList();
        return new Preparation.PendingRule(writer(), names, rule, message);
    }

    /** Rows of the table as it is that obey a condition over its columns. */
    Step.RowCheck rows(String what, String condition) {
        return Step.RowCheck.where(what, old, condition);
    }

    String alterOld() {
        return "ALTER TABLE " + old.sql() + " ";
    }

    String alterNext() {
        return "ALTER TABLE " + next.sql() + " ";
    }

    String subject(@Nullable String part) {
        return part == null ? next.subject() : next.subject() + "." + part;
    }

    String oldSubject(String part) {
        return old.subject() + "." + part;
    }
}
