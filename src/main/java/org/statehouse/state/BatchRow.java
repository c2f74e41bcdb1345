package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Violation;

/**
 * One row of an import, in one of three forms.
 *
 * @param line where it begins in the file, from 1
 * @param json a record as in POST, or null
 * @param cells texts by name, a null cell being null, or null
 * @param fault what made the line unreadable, or null
 */
public record BatchRow(
        long line,
        @Nullable ObjectNode json,
        @Nullable Map<String, @Nullable String> cells,
        @Nullable Violation fault) {

    public static BatchRow ofJson(long line, ObjectNode json) {
        return new BatchRow(line, json, null, null);
    }

    public static BatchRow ofCells(long line, Map<String, @Nullable String> cells) {
        return new BatchRow(line, null, cells, null);
    }

    public static BatchRow unreadable(long line, String rule, String message) {
        return new BatchRow(line, null, null, new Violation("", null, rule, message, Map.of()));
    }

    /** What is wrong with one row. */
    public record Fault(long line, List<Violation> violations) {}
}
