package org.statehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.statehouse.testkit.Http;

/** Fills models by imports of lines of JSON, as its users do. */
final class Imports {

    private static final int ROWS_A_FILE = 100_000;
    private static final int ROWS_MEASURED = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Stage stage;
    private final Random random = new Random(7);

    Imports(Stage stage) {
        this.stage = stage;
    }

    /** Empties the table and fills it with a number of records; gives rows a second. */
    double fill(int records) {
        LimitRows.run(stage.dataSource(), "TRUNCATE public.vehicle");
        long nanos = 0;
        for (int left = records; left > 0; left -= ROWS_A_FILE) {
            nanos += run(Vehicles.PATH, Math.min(left, ROWS_A_FILE), () -> Vehicles.create(random));
        }
        return records * 1e9 / nanos;
    }

    /** Rows a second of files of 20,000 rows. */
    Measured measure(int files) {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i <= files; i++) {
            long nanos = run(Vehicles.PATH, ROWS_MEASURED, () -> Vehicles.create(random));
            if (i > 0) {
                rates.add(ROWS_MEASURED * 1e9 / nanos);
            }
        }
        return Measured.of(rates);
    }

    /** Imports rows and waits until the job is done; gives the nanoseconds from the request to the end. */
    long run(String records, int rows, Supplier<String> row) {
        StringBuilder file = new StringBuilder(rows * 200);
        for (int i = 0; i < rows; i++) {
            file.append(row.get()).append('\n');
        }
        byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        JsonNode job = stage.require(
                202,
                stage.http()
                        .post(records + "/import")
                        .body("application/x-ndjson", bytes)
                        .send());
        String address = "/api/jobs/" + job.path("id").asText();
        JsonNode done = Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(
                        () -> state(address),
                        state -> !state.path("status").asText().equals("running"));
        if (done.path("written").asInt() != rows) {
            throw new IllegalStateException("Not all rows were written: " + done);
        }
        return System.nanoTime() - start;
    }

    private JsonNode state(String address) {
        Http.Answer answer = stage.http().get(address).send();
        return stage.require(200, answer);
    }
}
