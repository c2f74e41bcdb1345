package org.statehouse.describe;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a JSON object of a model stands for. */
public enum Form {
    /** As it is read, with all its fields and without expansions. */
    RECORD,
    /** The body that makes one. */
    CREATE,
    /** The body that changes some of its fields. */
    PATCH,
    /** The body that takes the place of all its fields. */
    REPLACE;

    /** The word for it in addresses and in {@code $defs}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Their words, in order. */
    public static List<String> words() {
        return Stream.of(values()).map(Form::word).toList();
    }
}
