package org.statehouse.job;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files that can be imported. */
public enum ImportFormat {
    /** One JSON object a line. */
    NDJSON,
    /** RFC 4180 with a header line. */
    CSV;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By media type, without parameters; null for one that is none of them. */
    public static @Nullable ImportFormat of(String mediaType) {
        return switch (mediaType.toLowerCase(Locale.ROOT)) {
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> NDJSON;
            case "text/csv" -> CSV;
            default -> null;
        };
    }
}
