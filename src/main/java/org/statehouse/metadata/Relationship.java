package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Other records that belong to a record.
 *
 * @param number stable, allotted at first publication; links in the log are keyed by it
 * @param name as seen from {@code model}
 * @param label for people
 * @param kind how many on each side
 * @param model the model that has this relationship
 * @param target the model of the related records
 * @param inverse for {@code ONE_TO_ONE} and {@code ONE_TO_MANY} the reference field on the target; for {@code MANY_TO_MANY} the name of the same
 *     relationship on the target, or "" when it has none there
 * @param owner for {@code MANY_TO_MANY} whether {@code model} is the side that declares it: links are versioned as the
 *     owner's change
 * @param linkTable for {@code MANY_TO_MANY} the link table's name, else ""
 * @param onDelete what the delete of a record of {@code target} (seen from the owner) does to its links
 * @param links for {@code MANY_TO_MANY} what each link has of its own, as a model whose table is the link table and whose
 *     fields are the link's; null when links have no fields
 */
public record Relationship(
        int number,
        String name,
        String label,
        Kind kind,
        String model,
        String target,
        String inverse,
        boolean owner,
        String linkTable,
        OnDelete onDelete,
        @Nullable Model links) {

    /** The member of a related record that has its link's fields; no name of a field begins so. */
    public static final String LINK = "$link";

    /** How many records on each side. */
    public enum Kind {
        /** The reference on the other side is unique, so that there is one record at most. */
        ONE_TO_ONE("oneToOne"),
        ONE_TO_MANY("oneToMany"),
        MANY_TO_MANY("manyToMany");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As metadata files write it. */
        public String word() {
            return word;
        }

        static List<String> words() {
            return Stream.of(values()).map(Kind::word).toList();
        }

        /** The kind whose word this is; null when it is none. */
        static @Nullable Kind of(String word) {
            return Stream.of(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The fields of each link, by name; none for other kinds. */
    public Map<String, Field> linkFields() {
        return links == null ? Map.of() : links.fields();
    }

    /** The link table, quoted, with its schema. */
    public String table() {
        return Sql.quote("public") + "." + Sql.quote(linkTable);
    }

    /** The link table's column with the ids of {@code model}. */
    public String ownColumn() {
        return owner ? "owner" : "other";
    }

    /** The link table's column with the ids of {@code target}. */
    public String otherColumn() {
        return owner ? "other" : "owner";
    }
}
