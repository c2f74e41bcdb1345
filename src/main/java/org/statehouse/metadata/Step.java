package org.statehouse.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a migration does, in words and in statements.
 *
 * @param action what is done
 * @param subject to what: a model, {@code model.field}, {@code model.relationship}
 * @param text one sentence for people
 * @param table whose rows it is about: the key of the table, "" when it is about none that is there
 * @param effect what it costs a table that has rows
 * @param consent what somebody must have said when the table has rows; null when nothing is lost and nobody waits
 * @param check which rows keep it from being done; null when none can
 * @param prepared how it is done to a table that has rows
 * @param direct how it is done to a table that has none, or is rewritten anyway
 */
record Step(
        Action action,
        String subject,
        String text,
        String table,
        Effect effect,
        @Nullable String consent,
        @Nullable RowCheck check,
        Way prepared,
        Way direct) {

    /** What is done. */
    enum Action {
        CREATE_MODEL("create-model"),
        DROP_MODEL("drop-model"),
        RENAME_MODEL("rename-model"),
        CREATE_LINKS("create-links"),
        DROP_LINKS("drop-links"),
        RENAME_LINKS("rename-links"),
        ADD_FIELD("add-field"),
        DROP_FIELD("drop-field"),
        RENAME_FIELD("rename-field"),
        CHANGE_TYPE("change-type"),
        REQUIRE_FIELD("require-field"),
        RELAX_FIELD("relax-field"),
        ADD_RULE("add-rule"),
        DROP_RULE("drop-rule"),
        ADD_UNIQUE("add-unique"),
        DROP_UNIQUE("drop-unique"),
        ADD_INDEX("add-index"),
        DROP_INDEX("drop-index"),
        ADD_SOFT_DELETE("add-soft-delete"),
        DROP_SOFT_DELETE("drop-soft-delete");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What a step costs a table that has rows. */
    enum Effect {
        /** Nothing that grows with the table. */
        INSTANT("instant"),
        /** Every row is looked at, beside running traffic. */
        SCAN("scan"),
        /** Every row is written anew; all who use the table wait. */
        REWRITE("rewrite");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * How a step is carried out.
     *
     * @param before what is built beforehand, in order
     * @param acts in the publishing transaction
     */
    record Way(List<Preparation> before, List<Act> acts) {

        static final Way NOTHING = new Way(List.of(), List.of());

        static Way of(List<Act> acts) {
            return new Way(List.of(), List.copyOf(acts));
        }

        static Way of(Act.Phase phase, String sql) {
            return of(List.of(new Act(phase, sql)));
        }
    }

    /**
     * Rows that would be in the way.
     *
     * @param what they do, after "records that": "have no value"
     * @param count a query for how many they are
     * @param examples a query for the ids of some of them
     */
    record RowCheck(String what, String count, String examples) {

        /** Rows that are named at most. */
        private static final int EXAMPLES = 10;

        /** Rows of a table that obey a condition. */
        static RowCheck where(String what, Blueprint.Table table, String condition) {
            String id = table.links() == null ? "\"id\"" : "concat_ws(' - ', \"owner\", \"other\")";
            return new RowCheck(
                    what,
                    "SELECT count(*) FROM " + table.sql() + " WHERE " + condition,
                    "SELECT " + id + "::text FROM " + table.sql() + " WHERE " + condition + " ORDER BY " + id
                            + " LIMIT " + EXAMPLES);
        }
    }
}
