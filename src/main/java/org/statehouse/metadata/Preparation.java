package org.statehouse.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is built beside the tables in use before a catalog is published, so that the publication has only to name it. While
 * it is pending, writers under the catalog of before meet it too.
 *
 * @param name of the pending column, constraint or index
 * @param statements that build it, each a transaction of its own
 * @param rule what a write breaks that it refuses; null when it refuses none
 */
record Preparation(
        String name, List<String> statements, @Nullable PendingRule rule) {

    /**
     * The rule of the next catalog that something pending stands for.
     *
     * @param model the number of the model whose writes meet it
     * @param fields that it is told of, by the names of before
     * @param rule its code
     * @param message for people
     */
    record PendingRule(int model, List<String> fields, String rule, String message) {}
}
