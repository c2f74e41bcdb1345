package org.statehouse.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words of the language for {@link OnDelete}. */
final class Words {

    static final List<String> ON_DELETE = List.of("restrict", "cascade", "setNull");

    private Words() {}

    static OnDelete onDelete(@Nullable String word) {
        return word == null ? OnDelete.RESTRICT : OnDelete.values()[Math.max(0, ON_DELETE.indexOf(word))];
    }

    static String of(OnDelete onDelete) {
        return switch (onDelete) {
            case RESTRICT -> "restrict";
            case CASCADE -> "cascade";
            case SET_NULL -> "setNull";
        };
    }
}
