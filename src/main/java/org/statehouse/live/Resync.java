package org.statehouse.live;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;

/**
 * That a reader must begin anew.
 *
 * @param reason why
 * @param oldest the first cursor that could be resumed, where it is known
 */
record Resync(Reason reason, @Nullable String oldest) {

    /** Why what comes next cannot be told. */
    enum Reason {
        /** It is no longer kept. */
        COMPACTED,
        /** The log is another one, or was set back. */
        EPOCH,
        /** The model is another one. */
        CATALOG,
        /** The reader is too far behind. */
        SLOW;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Resync of(Reason reason) {
        return new Resync(reason, null);
    }

    /** From 410 {@code resync}. */
    static Resync of(Problem problem) {
        boolean compacted = "compacted".equals(problem.evidence().get("reason"));
        Object oldest = problem.evidence().get("oldest");
        return new Resync(compacted ? Reason.COMPACTED : Reason.EPOCH, oldest instanceof String cursor ? cursor : null);
    }
}
