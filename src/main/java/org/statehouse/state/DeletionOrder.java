package org.statehouse.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.metadata.Field;

/**
 * The order in which the log tells that records have gone: those that refer before those referred to, record by record.
 * Where they refer to each other in a circle, the one found last is told first.
 */
final class DeletionOrder {

    private final Map<Key, RecordRow> rows;
    private final Map<Key, Integer> referring = new HashMap<>();

    private DeletionOrder(Map<Key, RecordRow> rows) {
        this.rows = rows;
    }

    /** A record among those of all models; ids in their text form. */
    record Key(String model, String id) {
        static Key of(RecordRow row) {
            return new Key(row.model().name(), row.id().toString());
        }
    }

    /** Orders records, given in the order in which they were found. */
    static List<RecordRow> of(Collection<Map<Object, RecordRow>> found) {
        Map<Key, RecordRow> rows = new HashMap<>();
        Deque<Key> lastFoundFirst = new ArrayDeque<>();
        for (Map<Object, RecordRow> ofModel : found) {
            for (RecordRow row : ofModel.values()) {
                rows.put(Key.of(row), row);
                lastFoundFirst.push(Key.of(row));
            }
        }
        return new DeletionOrder(rows).order(lastFoundFirst);
    }

    private List<RecordRow> order(Deque<Key> lastFoundFirst) {
        for (RecordRow row : rows.values()) {
            referredTo(row).forEach(key -> referring.merge(key, 1, Integer::sum));
        }
        Deque<Key> free = new ArrayDeque<>();
        lastFoundFirst.stream().filter(key -> !referring.containsKey(key)).forEach(free::add);
        List<RecordRow> order = new ArrayList<>(rows.size());
        while (!rows.isEmpty()) {
            Key next = free.isEmpty() ? lastFoundFirst.remove() : free.remove();
            RecordRow row = rows.remove(next);
            if (row != null) {
                order.add(row);
                release(row, free);
            }
        }
        return order;
    }

    private void release(RecordRow row, Deque<Key> free) {
        for (Key key : referredTo(row)) {
            if (referring.merge(key, -1, Integer::sum) == 0) {
                free.add(key);
            }
        }
    }

    private List<Key> referredTo(RecordRow row) {
        List<Key> keys = new ArrayList<>();
        for (Field field : row.model().fields().values()) {
            Field.Reference reference = field.reference();
            Object id = row.values().get(field.name());
            if (reference != null && id != null) {
                Key key = new Key(reference.model(), id.toString());
                if (!key.equals(Key.of(row)) && (rows.containsKey(key) || referring.containsKey(key))) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
