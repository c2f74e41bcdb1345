package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampsTest {

    private static final long SEED = 20261121;
    private static final DateTimeFormatter STANDARD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    @Test
    void times_are_written_as_the_formatter_of_java_writes_them() {
        Random random = new Random(SEED);
        OffsetDateTime first = OffsetDateTime.of(-2, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        for (int i = 0; i < 100_000; i++) {
            OffsetDateTime time = first.plusDays(random.nextInt(3_656_000))
                    .plusNanos(random.nextLong(86_400_000_000_000L))
                    .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2_161) - 1_080)));
            assertThat(Timestamps.format(time))
                    .as("seed %d, %s", SEED, time)
                    .isEqualTo(STANDARD.format(time.withOffsetSameInstant(ZoneOffset.UTC)));
        }
    }
}
