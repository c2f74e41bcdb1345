package org.statehouse.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step, and what the records that exist have to do with it.
 *
 * @param step what is to be done
 * @param rows how many the table has; 0 for one that is not there yet
 * @param direct whether it is done within the publishing transaction, because nobody has to wait for it longer than for
 *     that: the table has no rows, or is written anew with everybody's consent
 * @param broken how many records keep it from being done
 * @param examples the ids of some of them
 */
record Assessment(Step step, long rows, boolean direct, long broken, List<String> examples) {

    Step.Way way() {
        return direct ? step.direct() : step.prepared();
    }

    /** What somebody must have said, or null. A table without rows has nothing to lose. */
    @Nullable
    String consent() {
        return rows > 0 ? step.consent() : null;
    }

    boolean loses() {
        return rows > 0
                && switch (step.action()) {
                    case DROP_MODEL, DROP_LINKS, DROP_FIELD -> true;
                    case CREATE_MODEL,
                            RENAME_MODEL,
                            CREATE_LINKS,
                            RENAME_LINKS,
                            ADD_FIELD,
                            RENAME_FIELD,
                            CHANGE_TYPE,
                            REQUIRE_FIELD,
                            RELAX_FIELD,
                            ADD_RULE,
                            DROP_RULE,
                            ADD_UNIQUE,
                            DROP_UNIQUE,
                            ADD_INDEX,
                            DROP_INDEX,
                            ADD_SOFT_DELETE,
                            DROP_SOFT_DELETE -> false;
                };
    }

    /** Why it cannot be done now, for people; null when it can. */
    @Nullable
    String obstacle() {
        return broken == 0 || step.check() == null
                ? null
                : step.subject() + ": " + step.check().what() + " " + broken + (broken == 1 ? " record" : " records")
                        + ", such as " + String.join(", ", examples) + "; change them first";
    }
}
