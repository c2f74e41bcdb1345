package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller asks to be written. Ids are typed by the model's id type. */
public sealed interface Command {

    /** The model's name. */
    String model();

    /** A new record; {@code body} as in POST. */
    record Create(String model, ObjectNode body) implements Command {}

    /** Some fields of a record; {@code body} is a JSON Merge Patch (RFC 7396). */
    record Patch(String model, String id, Precondition condition, ObjectNode body) implements Command {}

    /** All fields of a record: absent ones take their default, else null. */
    record Replace(String model, String id, Precondition condition, ObjectNode body) implements Command {}

    /** A record's end, and what its model says of those that refer to it. */
    record Delete(String model, String id, Precondition condition) implements Command {}

    /** A record that was deleted softly is to be live again. */
    record Restore(String model, String id, Precondition condition) implements Command {}

    /**
     * Links of a many-to-many relationship, seen from either side; idempotent.
     *
     * @param add links that shall be there
     * @param remove links that shall not, by their ids alone
     */
    record Link(
            String model, String id, String relationship, Precondition condition, List<Linked> add, List<Linked> remove)
            implements Command {}

    /**
     * A link as a caller wrote it.
     *
     * @param pointer JSON Pointer to it in the body
     * @param id on the other side
     * @param fields of the link, all of them, or null to leave those of a link that exists
     */
    record Linked(String pointer, JsonNode id, @Nullable ObjectNode fields) {}
}
