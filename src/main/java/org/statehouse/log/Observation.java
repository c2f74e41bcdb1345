package org.statehouse.log;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one snapshot of the database says about the log.
 *
 * @param epoch of the log
 * @param floor changes up to it are no longer kept
 * @param head the greatest visible position, the floor when there is none
 * @param headAt the time of the row at the head, null when there is none
 * @param oldestRunning every transaction with a lower id is over
 * @param base gaps were looked for after this position
 * @param seen the greatest visible position that was looked at; {@code base} when none is visible after it
 * @param gaps the positions between base and seen that are not visible
 */
record Observation(
        UUID epoch,
        long floor,
        long head,
        @Nullable OffsetDateTime headAt,
        long oldestRunning,
        long base,
        long seen,
        List<Range> gaps) {

    private static final OffsetDateTime START = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** From the text that {@link LogStatements#observation} gives. */
    static Observation parse(String text, long base) {
        String[] parts = text.split(" ", -1);
        long micros = Long.parseLong(parts[3]);
        List<Range> gaps = parts.length < 7 ? List.of() : ranges(parts[6]);
        return new Observation(
                UUID.fromString(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                micros == 0 ? null : START.plus(micros, ChronoUnit.MICROS),
                Long.parseLong(parts[4]),
                base,
                Math.max(base, Long.parseLong(parts[5])),
                gaps);
    }

    /** Up to here everything after the base is visible. */
    long contiguousTo() {
        return gaps.isEmpty() ? seen : gaps.get(0).first() - 1;
    }

    private static List<Range> ranges(String text) {
        return Stream.of(text.split(",", -1))
                .map(range -> range.split("-", 2))
                .map(bounds -> new Range(Long.parseLong(bounds[0]), Long.parseLong(bounds[1])))
                .toList();
    }
}
