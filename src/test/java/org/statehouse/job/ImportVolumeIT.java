package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Memory does not grow with the file. */
class ImportVolumeIT {

    private static final int ROWS = 200_000;

    /** Live objects may grow by this while a file of five times the size is imported. */
    private static final long MAX_GROWTH = 32L << 20;

    @Test
    void two_hundred_thousand_rows_are_imported_within_bounded_memory() throws IOException {
        try (Server server = ImportServer.builder("import-volume").build().start()) {
            ImportClient imports = new ImportClient(server);
            assertThat(ImportClient.outcome(imports.run("line", ImportClient.CSV, file(0, 1_000))))
                    .isEqualTo("done 1000 written 0 failed");
            long before = liveBytes(server);
            byte[] file = file(1_000, ROWS);
            String id = imports.begin("line", ImportClient.CSV, file);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> imports.job(id).get("processed").asLong() > ROWS / 2);
            long during = liveBytes(server);
            JsonNode job = imports.ended(id);
            assertThat(ImportClient.outcome(job)).isEqualTo("done " + ROWS + " written 0 failed");
            assertThat(file.length).isGreaterThan((int) MAX_GROWTH / 4);
            assertThat(during - before)
                    .as("growth of live objects in bytes, from %s", before)
                    .isLessThan(MAX_GROWTH);
        }
    }

    private static byte[] file(int first, int rows) {
        StringBuilder csv = new StringBuilder("number,text\n");
        for (int number = first; number < first + rows; number++) {
            csv.append(number)
                    .append(",\"line ")
                    .append("x".repeat(60))
                    .append(number)
                    .append("\"\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What the server's heap holds after a full collection, as the JDK's own histogram says. */
    private static long liveBytes(Server server) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
            String total = lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no total in the histogram"));
            return Long.parseLong(total.strip().split("\\s+", -1)[2]);
        }
    }
}
