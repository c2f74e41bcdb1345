package org.statehouse.log;

import java.util.List;

/**
 * Positions without a gap.
 *
 * @param first at least 1
 * @param last not before first
 */
public record Range(long first, long last) {

    public Range {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("Not a range of positions: " + first + " to " + last);
        }
    }

    /** What of the ranges lies after a position. */
    static List<Range> after(long position, List<Range> ranges) {
        return ranges.stream()
                .filter(range -> range.last > position)
                .map(range -> range.first > position ? range : new Range(position + 1, range.last))
                .toList();
    }
}
