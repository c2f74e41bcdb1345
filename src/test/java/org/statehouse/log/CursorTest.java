package org.statehouse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

class CursorTest {

    private static final UUID EPOCH = UUID.fromString("01234567-89ab-4def-8123-456789abcdef");
    private static final OffsetDateTime AT = OffsetDateTime.parse("2025-03-01T10:00:00.123456Z");
    private static final int RUNS = 2_000;

    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void any_cursor_is_the_same_after_it_was_text() {
        for (int i = 0; i < RUNS; i++) {
            Cursor cursor = anyCursor();
            assertThat(Cursor.parse(cursor.text())).as("seed %d", seed).isEqualTo(cursor);
        }
    }

    @Test
    void equal_contents_have_one_text() {
        for (int i = 0; i < RUNS; i++) {
            Cursor cursor = anyCursor();
            Cursor same = new Cursor(
                    cursor.epoch(),
                    cursor.prefix(),
                    cursor.ordinal(),
                    cursor.check(),
                    cursor.upper(),
                    List.copyOf(cursor.holes()));
            assertThat(same.text()).as("seed %d", seed).isEqualTo(cursor.text());
        }
    }

    @Test
    void a_text_of_which_a_byte_was_cut_off_or_added_is_refused() {
        for (int i = 0; i < RUNS; i++) {
            String text = anyCursor().text();
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            refused(encoded(Arrays.copyOf(bytes, 13)));
            refused(encoded(Arrays.copyOf(bytes, bytes.length + 1)));
            refused(text + "A");
            refused(text + "=");
        }
    }

    @Test
    void a_text_that_another_would_stand_for_is_refused() {
        byte[] plain = Base64.getUrlDecoder().decode(Cursor.upTo(EPOCH, 5, AT).text());
        refused(encoded(with(plain, 13, 0x85, 0x00, 0x00)));
        refused(encoded(with(plain, 13, 5, 0, 0, 0)));
        refused(encoded(with(plain, 13, 5, 0, 1, 1, 0, 0)));
        refused(encoded(with(plain, 0, 2)));
    }

    @Test
    void what_no_server_ever_gave_is_refused() {
        for (String text : List.of(
                "",
                "now",
                "5",
                "AAAA",
                "\u0000",
                "ä",
                "../..",
                "AQ",
                "%00",
                "x".repeat(10_000),
                "null",
                "'; DROP TABLE")) {
            refused(text);
        }
    }

    @Test
    void numbers_beyond_their_range_are_refused() {
        byte[] plain = Base64.getUrlDecoder().decode(Cursor.upTo(EPOCH, 5, AT).text());
        refused(encoded(with(plain, 13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0)));
        refused(encoded(with(plain, 13, 5, 0xff, 0xff, 0xff, 0xff, 0x7f)));
        refused(encoded(with(plain, 13, 5, 0, 0x81, 0x02, 0, 0)));
        refused(encoded(with(plain, 13, 5, 0, 1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0)));
    }

    @Test
    void a_prefix_before_the_first_hole_is_moved_up_to_it() {
        Cursor cursor = Cursor.snapshot(EPOCH, 3, 20, List.of(new Range(8, 9), new Range(12, 12)), AT);
        assertThat(cursor.prefix()).isEqualTo(7);
        assertThat(Cursor.snapshot(EPOCH, 3, 20, List.of(), AT)).isEqualTo(Cursor.upTo(EPOCH, 20, AT));
    }

    @Test
    void a_snapshot_that_is_followed_keeps_its_holes_until_the_prefix_has_passed_them() {
        Cursor cursor = Cursor.snapshot(EPOCH, 7, 20, List.of(new Range(8, 9), new Range(12, 14)), AT);
        assertThat(cursor.advancedTo(8, 0, AT).holes()).containsExactly(new Range(9, 9), new Range(12, 14));
        assertThat(cursor.advancedTo(9, 0, AT).prefix()).isEqualTo(11);
        assertThat(cursor.advancedTo(13, 0, AT).holes()).containsExactly(new Range(14, 14));
        assertThat(cursor.advancedTo(14, 0, AT)).isEqualTo(Cursor.upTo(EPOCH, 20, AT));
        assertThat(cursor.advancedTo(25, 0, AT)).isEqualTo(Cursor.upTo(EPOCH, 25, AT));
    }

    @Test
    void more_holes_than_the_limit_are_no_cursor() {
        List<Range> holes = new ArrayList<>();
        for (int i = 1; i <= Cursor.MAX_HOLES + 1; i++) {
            holes.add(new Range(i * 2L, i * 2L));
        }
        assertThatThrownBy(() -> Cursor.snapshot(EPOCH, 0, 10_000, holes, AT))
                .isInstanceOf(IllegalArgumentException.class);
        holes.remove(0);
        Cursor full = Cursor.snapshot(EPOCH, 0, 10_000, holes, AT);
        assertThat(Cursor.parse(full.text())).isEqualTo(full);
        assertThat(full.text()).hasSizeLessThan(1_500);
    }

    private Cursor anyCursor() {
        long prefix = anyLong();
        int ordinal = random.nextInt(4) == 0 ? 1 + random.nextInt(1_000) : 0;
        List<Range> holes = new ArrayList<>();
        long last = prefix;
        for (int i = random.nextInt(6); i > 0; i--) {
            long first = last + 1 + random.nextLong(1, 1_000);
            last = first + random.nextLong(500);
            holes.add(new Range(first, last));
        }
        long upper = random.nextBoolean() && holes.isEmpty() ? prefix : last + 1 + random.nextInt(1_000);
        return new Cursor(random.nextLong(), prefix, ordinal, random.nextInt(), upper, holes);
    }

    private long anyLong() {
        return random.nextLong(Long.MAX_VALUE >>> 1) >>> random.nextInt(60);
    }

    private static byte[] with(byte[] bytes, int from, int... tail) {
        boolean one = tail.length == 1;
        byte[] other = Arrays.copyOf(bytes, one ? bytes.length : from + tail.length);
        for (int i = 0; i < tail.length; i++) {
            other[from + i] = (byte) tail[i];
        }
        return other;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void refused(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .as("'%s'", text)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problem().type()).isEqualTo(ProblemType.BAD_CURSOR));
    }
}
