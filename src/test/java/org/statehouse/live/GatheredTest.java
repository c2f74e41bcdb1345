package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.log.Change;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;

class GatheredTest {

    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final int RECORDS = 4;

    private final List<LogEntry> log = new ArrayList<>();

    @Test
    void updates_are_one_with_the_last_values_and_the_first_old_ones() {
        add("r", 4, Change.Op.UPDATE, "{\"1\":\"b\",\"2\":1}", "{\"1\":\"a\"}", null);
        add("r", 5, Change.Op.UPDATE, "{\"1\":\"b\",\"2\":2}", "{\"2\":1}", null);
        add("r", 6, Change.Op.UPDATE, "{\"1\":\"c\",\"2\":2}", "{\"1\":\"b\"}", null);
        Gathered all = only();
        assertThat(all.fromVersion()).isEqualTo(4);
        assertThat(all.isSeveral()).isTrue();
        assertThat(all.entry().cursor()).isEqualTo(log.get(2).cursor());
        LogEntry.RecordChange change = all.entry().recordChange();
        assertThat(change.version()).isEqualTo(6);
        assertThat(change.image()).isEqualTo("{\"1\":\"c\",\"2\":2}");
        assertThat(change.before()).isEqualTo("{\"1\":\"a\",\"2\":1}");
    }

    @Test
    void a_value_that_is_as_it_was_has_not_changed() {
        add("r", 4, Change.Op.UPDATE, "{\"1\":\"b\",\"2\":1}", "{\"1\":\"a\"}", null);
        add("r", 5, Change.Op.UPDATE, "{\"1\":\"a\",\"2\":1}", "{\"1\":\"b\"}", null);
        assertThat(only().entry().recordChange().before()).isEqualTo("{}");
        assertThat(only().entry().recordChange().version()).isEqualTo(5);
    }

    @Test
    void a_record_that_comes_and_changes_is_created_as_it_is_now_and_one_that_goes_again_was_never_there() {
        add("r", 1, Change.Op.CREATE, "{\"1\":\"a\"}", null, null);
        add("r", 2, Change.Op.UPDATE, "{\"1\":\"b\"}", "{\"1\":\"a\"}", null);
        Gathered all = only();
        assertThat(all.fromVersion()).isEqualTo(1);
        assertThat(all.entry().recordChange().op()).isEqualTo(Change.Op.CREATE);
        assertThat(all.entry().recordChange().image()).isEqualTo("{\"1\":\"b\"}");
        assertThat(all.entry().recordChange().before()).isNull();
        add("r", 3, Change.Op.DELETE, null, "{\"1\":\"b\"}", null);
        assertThat(Gathered.of(log)).isEmpty();
    }

    @Test
    void a_record_that_changes_and_goes_is_deleted_with_its_first_old_values() {
        add("r", 7, Change.Op.UPDATE, "{\"1\":\"b\",\"2\":1}", "{\"1\":\"a\"}", null);
        add("r", 8, Change.Op.DELETE, null, "{\"1\":\"b\",\"2\":1}", null);
        LogEntry.RecordChange change = only().entry().recordChange();
        assertThat(change.op()).isEqualTo(Change.Op.DELETE);
        assertThat(change.before()).isEqualTo("{\"1\":\"a\",\"2\":1}");
    }

    @Test
    void links_and_restorations_stand_for_themselves() {
        add("r", 2, Change.Op.UPDATE, "{\"1\":\"b\"}", "{\"1\":\"a\"}", null);
        add("r", 3, Change.Op.LINK, "{\"1\":\"b\"}", null, "{\"9\":{\"add\":[1],\"remove\":[]}}");
        add("r", 4, Change.Op.UPDATE, "{\"1\":\"c\"}", "{\"1\":\"b\"}", null);
        add("r", 5, Change.Op.DELETE, "{\"1\":\"c\",\"deletedAt\":\"x\"}", "{\"1\":\"c\",\"deletedAt\":null}", null);
        add("r", 6, Change.Op.RESTORE, "{\"1\":\"c\",\"deletedAt\":null}", "{\"deletedAt\":\"x\"}", null);
        assertThat(Gathered.of(log))
                .extracting(one ->
                        one.fromVersion() + "-" + one.entry().recordChange().version())
                .containsExactly("2-2", "3-3", "4-5", "6-6");
    }

    @Test
    void whatever_happens_who_hears_of_it_together_knows_what_they_know_who_hear_of_each() {
        long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
        for (int round = 0; round < 300; round++) {
            log.clear();
            happen(new Random(seed + round), 3 + round % 40);
            int cut = log.size() / 3;
            Map<String, ObjectNode> each = new HashMap<>();
            log.subList(0, cut).forEach(entry -> hear(each, entry, seed));
            Map<String, ObjectNode> together = new HashMap<>(each);
            log.subList(cut, log.size()).forEach(entry -> hear(each, entry, seed));
            Gathered.of(log.subList(cut, log.size())).forEach(one -> hear(together, one.entry(), seed));
            assertThat(together).as("seed %d, round %d", seed, round).isEqualTo(each);
        }
    }

    /** What may happen to a few records, as the log has it. */
    private void happen(Random random, int changes) {
        Map<String, ObjectNode> now = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        for (int i = 0; i < changes; i++) {
            String id = Integer.toString(random.nextInt(RECORDS));
            long version = versions.merge(id, 1L, Long::sum);
            ObjectNode was = now.get(id);
            if (was == null) {
                ObjectNode image = object("{\"1\":" + random.nextInt(3) + ",\"2\":" + random.nextInt(3) + "}");
                now.put(id, image);
                add(id, version, Change.Op.CREATE, image.toString(), null, null);
            } else if (random.nextInt(5) == 0) {
                now.remove(id);
                add(id, version, Change.Op.DELETE, null, was.toString(), null);
            } else if (random.nextInt(6) == 0) {
                add(id, version, Change.Op.LINK, was.toString(), null, "{\"9\":{\"add\":[1],\"remove\":[]}}");
            } else {
                String field = Integer.toString(1 + random.nextInt(2));
                ObjectNode image = was.deepCopy();
                image.put(field, random.nextInt(3));
                ObjectNode before = JsonNodeFactory.instance.objectNode();
                before.set(field, was.get(field));
                now.put(id, image);
                add(id, version, Change.Op.UPDATE, image.toString(), before.toString(), null);
            }
        }
    }

    /** What a client does that is told a change: whose old values must be those that it has. */
    private static void hear(Map<String, ObjectNode> known, LogEntry entry, long seed) {
        LogEntry.RecordChange change = entry.recordChange();
        ObjectNode before = object(change.before());
        ObjectNode has = known.get(change.recordId());
        switch (change.op()) {
            case CREATE -> known.put(change.recordId(), object(change.image()));
            case DELETE -> {
                assertThat((JsonNode) before).as("seed %d", seed).isEqualTo(has);
                known.remove(change.recordId());
            }
            case UPDATE -> {
                ObjectNode next = object(String.valueOf(has));
                for (Map.Entry<String, JsonNode> old : before.properties()) {
                    assertThat(old.getValue()).as("seed %d", seed).isEqualTo(next.get(old.getKey()));
                    next.set(old.getKey(), object(change.image()).get(old.getKey()));
                }
                known.put(change.recordId(), next);
            }
            case RESTORE, LINK, UNLINK -> {}
        }
    }

    private Gathered only() {
        List<Gathered> all = Gathered.of(log);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void add(
            String id,
            long version,
            Change.Op op,
            @Nullable String image,
            @Nullable String before,
            @Nullable String links) {
        long position = 100L + log.size();
        log.add(new LogEntry(
                new Cursor(1, position, 0, 0, position, List.of()),
                position,
                1,
                AT,
                null,
                new LogEntry.RecordChange(3, id, version, op, image, before, links),
                "anonymous",
                null,
                null,
                1));
    }

    private static ObjectNode object(@Nullable String json) {
        String text = json == null ? "{}" : json;
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
