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

    /** Fills the table up to a number of records; gives rows a second, 0 when there were enough. */
    double fill(int records) {
        long missing = records - count();
        long start = System.nanoTime();
        for (long left = missing; left > 0; left -= ROWS_A_FILE) {
            run(Vehicles.PATH, (int) Math.min(left, ROWS_A_FILE), () -> Vehicles.create(random));
        }
        return Math.max(0, missing) * 1e9 / (System.nanoTime() - start);
    }

    private long count() {
        return LimitRows.number(
                stage.dataSource(), "SELECT count(*) FROM public.vehicle WHERE plate LIKE 'B-%' OR plate LIKE 'P-%'");
    }

    /** Rows a second of files of 20,000 rows. */
    Measured measure(int files) {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i <= files; i++) {
            long start = System.nanoTime();
            run(Vehicles.PATH, ROWS_MEASURED, () -> Vehicles.create(random));
            if (i > 0) {
                rates.add(ROWS_MEASURED * 1e9 / (System.nanoTime() - start));
            }
        }
        return Measured.of(rates);
    }

    /** Imports rows and waits until the job is done. */
    void run(String records, int rows, Supplier<String> row) {
        StringBuilder file = new StringBuilder(rows * 200);
        for (int i = 0; i < rows; i++) {
            file.append(row.get()).append('\n');
        }
        JsonNode job = stage.require(
                202,
                stage.http()
                        .post(records + "/import")
                        .body("application/x-ndjson", file.toString().getBytes(StandardCharsets.UTF_8))
                        .send());
        String address = "/api/jobs/" + job.path("id").asText();
        JsonNode done = Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> state(address), state -> !state.path("status").asText().equals("running"));
        if (done.path("written").asInt() != rows) {
            throw new IllegalStateException("Not all rows were written: " + done);
        }
    }

    private JsonNode state(String address) {
        Http.Answer answer = stage.http().get(address).send();
        return stage.require(200, answer);
    }
}
