package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.json.Json;

/** An import has the outcome of its rows written one after the other, whatever stands beside each other in a batch. */
class ImportOutcomeIT {

    private static final int ROWS = 1_200;
    private static final int FIRST_ID = 1_000_000;

    private final ImportClient imports = new ImportClient(ImportServer.shared());

    /** What should be there: {@code code parent} by id, and the errors so far. */
    private static final class Expected {
        private final Map<Long, String> things = new TreeMap<>();
        private final List<String> codes = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();

        /** The rules of the model, applied to one row after all rows before it. */
        void write(int line, ObjectNode row) {
            List<String> faults = new ArrayList<>();
            if (row.path("count").asInt() < 0) {
                faults.add(line + " count min");
            }
            JsonNode parent = row.path("parent");
            if (parent.isNumber() && !things.containsKey(parent.asLong())) {
                faults.add(line + " parent exists");
            }
            long id = row.get("id").asLong();
            String code = row.path("code").asText("");
            if (faults.isEmpty() && things.containsKey(id)) {
                faults.add(line + " id unique");
            }
            if (faults.isEmpty() && codes.contains(code)) {
                faults.add(line + " code unique");
            }
            if (faults.isEmpty() && row.path("tags").size() > 0) {
                faults.add(line + " tags exists");
            }
            errors.addAll(faults);
            if (faults.isEmpty()) {
                things.put(id, id + " \"" + code + "\" " + (parent.isNumber() ? parent.toString() : "null"));
                codes.add(code);
            }
        }
    }

    private static ObjectNode row(Random random, long base, String prefix) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("id", base + random.nextInt(ROWS));
        row.put("code", prefix + random.nextInt(3 * ROWS));
        if (random.nextInt(3) == 0) {
            row.put("parent", base + random.nextInt(ROWS));
        }
        if (random.nextInt(20) == 0) {
            row.put("count", -1);
        }
        if (random.nextInt(200) == 0) {
            row.putArray("tags").add("no-such-tag");
        }
        return row;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void random_files_have_the_outcome_of_their_rows_one_after_the_other(long seed) {
        Random random = new Random(seed);
        long base = FIRST_ID * (seed + 1);
        Expected expected = new Expected();
        for (int size : List.of(3, 40, 499, ROWS)) {
            List<String> lines = new ArrayList<>();
            expected.errors.clear();
            int before = expected.things.size();
            for (int line = 1; line <= size; line++) {
                ObjectNode row = row(random, base, "s" + seed + "-");
                lines.add(row.toString());
                expected.write(line, row);
            }
            JsonNode job = imports.run(
                    "thing", ImportClient.NDJSON, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
            assertThat(job.get("written").asInt()).as("seed %s", seed).isEqualTo(expected.things.size() - before);
            assertThat(imports.errors(job.get("id").asText()).stream().map(error -> ImportClient.fault(error)))
                    .as("seed %s", seed)
                    .isEqualTo(expected.errors);
        }
        assertThat(imports.records("thing", "id,code,parent").stream()
                        .filter(thing -> Long.parseLong(thing.split(" ", 2)[0]) / FIRST_ID == seed + 1))
                .as("seed %s", seed)
                .containsExactlyElementsOf(expected.things.values());
    }
}
