package org.statehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A header is found in its own section, and nowhere else. */
class HeaderBytesTest {
    private static final String REQUEST = "POST / HTTP/1.1\r\nHost: a\r\n";

    @Test
    void a_line_of_the_section_is_found_whatever_its_case() {
        assertThat(names(REQUEST + "content-LENGTH: 2\r\nX: y\r\n\r\n")).isTrue();
        assertThat(names(REQUEST + "Content-Length:2\r\n\r\n")).isTrue();
    }

    @Test
    void what_only_looks_like_it_is_not() {
        assertThat(names(REQUEST + "X-Content-Length: 2\r\nX: Content-Length: 2\r\n\r\n"))
                .isFalse();
        assertThat(names("Content-Length: 2\r\n\r\n" + REQUEST + "\r\n")).isFalse();
        assertThat(names("{\r\nContent-Length: 2\r\n\r\n" + REQUEST + "\r\n")).isFalse();
    }

    private static boolean names(String text) {
        return HeaderBytes.namesIn(text, "Content-Length");
    }
}
