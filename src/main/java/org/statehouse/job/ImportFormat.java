package org.statehouse.job;

import java.util.Locale;
import java.util.Set;

/** The files that can be imported. */
public enum ImportFormat {
    /** One JSON object a line. */
    NDJSON,
    /** RFC 4180 with a header line. */
    CSV;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@link #of} takes, in lower case. */
    public static final Set<String> MEDIA_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "text/csv");

    /** By one of the {@link #MEDIA_TYPES}, without parameters, in any case. */
    public static ImportFormat of(String mediaType) {
        return mediaType.equalsIgnoreCase("text/csv") ? CSV : NDJSON;
    }
}
