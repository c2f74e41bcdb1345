package org.statehouse.metadata;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the delete of a record does to those that refer to it. Carried out by the write path, never by the database. */
public enum OnDelete {
    /** The delete is refused. */
    RESTRICT("restrict"),
    /** They are deleted too. */
    CASCADE("cascade"),
    /** Their reference becomes null. */
    SET_NULL("setNull");

    private final String word;

    OnDelete(String word) {
        this.word = word;
    }

    /** The word for it in metadata files. */
    public String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(OnDelete::word).toList();
    }

    /** What a file says, which has been checked; nothing means restrict. */
    static OnDelete of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElse(RESTRICT);
    }
}
