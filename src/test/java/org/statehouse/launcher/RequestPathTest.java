package org.statehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A path is read in one way or not at all. */
class RequestPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "//",
                "/a/b",
                "/%41",
                "/%25",
                "/%3B",
                "/%2F",
                "/%C3%A9",
                "/é",
                "/a/../b",
                "/./a",
                "/...",
                "/a/b/../..",
                "/%F0%9F%98%80"
            })
    void paths_with_one_reading_pass(String path) {
        assertThat(RequestPath.fault(path.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "%, begins with a slash",
        "'', begins with a slash",
        "/%, %25",
        "/%4, %25",
        "/%4g, %25",
        "/%-1, %25",
        "/% 1, %25",
        "/%u0041, %25",
        "/a%/b, %25",
        "/;, %3B",
        "/a;b=1/c, %3B",
        "/%80, UTF-8",
        "/%C0%AF, UTF-8",
        "/%ED%A0%80, UTF-8",
        "/%00, zero byte",
        "/%5c, backslash",
        "'/a\\b', backslash",
        "/.., above the root",
        "/a/../.., above the root",
        "/a/%2e%2e%2f.., above the root",
        "//.., above the root",
    })
    void paths_with_more_or_none_are_told_why(String path, String said) {
        assertThat(RequestPath.fault(path.getBytes(StandardCharsets.UTF_8))).contains(said);
    }
}
