package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.Change;
import org.statehouse.log.LogEntry;

/**
 * Changes of one record that follow each other, as one: the values after the last of them, the old values before the first.
 * Updates are gathered, with the creation before and the deletion after them; restorations and links stand for themselves.
 *
 * @param entry the last of them, with what has changed since the first
 * @param fromVersion the version that the first of them made
 */
record Gathered(LogEntry entry, long fromVersion) {

    /** Whether it is more than one change. */
    boolean isSeveral() {
        return fromVersion != entry.recordChange().version();
    }

    /**
     * Changes of the records of one model, in the order of the last one of each. Of a record that has come and gone within
     * them there is nothing left.
     */
    static List<Gathered> of(List<LogEntry> entries) {
        Map<String, Run> open = new LinkedHashMap<>();
        List<Run> all = new ArrayList<>();
        for (LogEntry entry : entries) {
            LogEntry.RecordChange change = entry.recordChange();
            Run run = open.get(change.recordId());
            if (run == null || !run.takes(change)) {
                run = new Run(entry);
                all.add(run);
                open.put(change.recordId(), run);
            } else {
                run.add(entry);
            }
        }
        return all.stream()
                .filter(run -> !run.isNothing())
                .sorted(Comparator.comparingLong((Run run) -> run.last.position())
                        .thenComparingInt(run -> run.last.ordinal()))
                .map(Run::gathered)
                .toList();
    }

    /** Changes that can be told as one, so far. */
    private static final class Run {
        private final LogEntry first;
        private final ObjectNode before = JsonNodeFactory.instance.objectNode();
        private LogEntry last;

        Run(LogEntry first) {
            this.first = first;
            this.last = first;
            overlay(first.recordChange());
        }

        boolean takes(LogEntry.RecordChange next) {
            Change.Op end = last.recordChange().op();
            boolean begun = end == Change.Op.CREATE || end == Change.Op.UPDATE;
            boolean fits = next.op() == Change.Op.UPDATE || next.op() == Change.Op.DELETE;
            return begun && fits && last.recordChange().links() == null && next.links() == null;
        }

        void add(LogEntry next) {
            last = next;
            overlay(next.recordChange());
        }

        /** What is known already was before. */
        private void overlay(LogEntry.RecordChange change) {
            if (change.before() != null) {
                object(change.before()).properties().forEach(old -> before.putIfAbsent(old.getKey(), old.getValue()));
            }
        }

        boolean isNothing() {
            return first.recordChange().op() == Change.Op.CREATE
                    && last.recordChange().op() == Change.Op.DELETE;
        }

        Gathered gathered() {
            long from = first.recordChange().version();
            if (first.equals(last)) {
                return new Gathered(first, from);
            }
            LogEntry.RecordChange end = last.recordChange();
            boolean isNew = first.recordChange().op() == Change.Op.CREATE;
            LogEntry.RecordChange all = new LogEntry.RecordChange(
                    end.model(),
                    end.recordId(),
                    end.version(),
                    isNew ? Change.Op.CREATE : end.op(),
                    end.image(),
                    isNew ? null : changed(end).toString(),
                    null);
            return new Gathered(
                    new LogEntry(
                            last.cursor(),
                            last.position(),
                            last.ordinal(),
                            last.at(),
                            null,
                            all,
                            last.actor(),
                            last.request(),
                            last.origin(),
                            last.catalog()),
                    from);
        }

        /** The old values, without those that are as they were. */
        private ObjectNode changed(LogEntry.RecordChange end) {
            if (end.op() == Change.Op.UPDATE && end.image() != null) {
                ObjectNode image = object(end.image());
                List<String> same = new ArrayList<>();
                for (Map.Entry<String, JsonNode> old : before.properties()) {
                    if (old.getValue().equals(image.get(old.getKey()))) {
                        same.add(old.getKey());
                    }
                }
                before.remove(same);
            }
            return before;
        }

        private static ObjectNode object(@Nullable String json) {
            return Json.parseObject(String.valueOf(json).getBytes(StandardCharsets.UTF_8));
        }
    }
}
