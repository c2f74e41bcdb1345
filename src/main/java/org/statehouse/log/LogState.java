package org.statehouse.log;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * What one snapshot of the database says about a cursor's place in the log.
 *
 * @param epoch of the log
 * @param floor changes up to it are no longer kept
 * @param head the greatest visible position
 * @param lastAt the time of the last row that the cursor contains, null when it is no longer kept
 */
record LogState(UUID epoch, long floor, long head, @Nullable OffsetDateTime lastAt) {

    /** 410 {@code resync} unless all that the cursor contains, and what follows it, is kept. */
    void requireContinued(Cursor from) {
        requireSameLog(from);
        if (from.prefix() < floor) {
            throw resync("compacted", "Changes after the cursor are no longer kept");
        }
        requireReached(from, head);
        requireAgreement(from);
    }

    /** 410 unless the cursor is of this log. */
    void requireSameLog(Cursor from) {
        if (!from.isOf(epoch)) {
            throw resync("epoch", "The log has begun anew since the cursor was given");
        }
    }

    /** 410 if the cursor is beyond a position. */
    void requireReached(Cursor from, long end) {
        if (from.upper() > end) {
            throw resync("ahead", "The cursor is beyond the end of the log");
        }
    }

    /** 410 unless the row that the cursor was made from is the one that is there. */
    void requireAgreement(Cursor from) {
        if (!from.agreesWith(lastAt)) {
            throw resync("rewritten", "The log is not the one that the cursor was taken from");
        }
    }

    RuntimeException resync(String reason, String what) {
        return Problem.of(ProblemType.RESYNC, what + "; read the records anew and follow from the list's position")
                .with("reason", reason)
                .with("oldest", Cursor.upTo(epoch, floor, null).text())
                .exception();
    }
}
