package org.statehouse.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files that an export gives. */
public enum ExportFormat {
    /** One JSON object a line. */
    NDJSON("application/x-ndjson"),
    /** RFC 4180 in UTF-8 with a header line. */
    CSV("text/csv; charset=utf-8; header=present");

    private final String contentType;

    ExportFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The word for it, which is also how its files end. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String contentType() {
        return contentType;
    }

    static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ExportFormat::word).toList();
    }
}
