package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Command;

/**
 * The bodies of calls that link and unlink.
 *
 * @param add ids, or objects with the id and the link's fields
 * @param remove ids
 */
record LinkBodies(List<Command.Linked> add, List<Command.Linked> remove) {

    /** {@code {add: [...], remove: [...]}}; one of them may be left out. */
    static LinkBodies read(ObjectNode body) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!Set.of("add", "remove").contains(member.getKey())
                    || !member.getValue().isArray()) {
                throw malformed("The body takes two arrays: add, with ids or objects that have an id and the fields of"
                        + " the link, and remove, with ids");
            }
        }
        List<Command.Linked> add = new ArrayList<>();
        for (JsonNode element : body.path("add")) {
            add.add(linked("/add/" + add.size(), element));
        }
        List<Command.Linked> remove = new ArrayList<>();
        for (JsonNode element : body.path("remove")) {
            remove.add(new Command.Linked("/remove/" + remove.size(), id(element), null));
        }
        Set<String> added = new HashSet<>();
        add.forEach(link -> added.add(link.id().asText()));
        if (remove.stream().anyMatch(link -> added.contains(link.id().asText()))) {
            throw malformed("An id stands in both add and remove");
        }
        return new LinkBodies(add, remove);
    }

    /** The link to the record whose id stands in the address; the same id may stand in the body as well. */
    static Command.Linked addressed(String id, @Nullable ObjectNode fields) {
        JsonNode again = fields == null ? null : fields.remove("id");
        if (again != null && !again.asText().equals(id)) {
            throw malformed("The id in the body is another than that in the address; leave it out");
        }
        return new Command.Linked("", TextNode.valueOf(id), fields == null || fields.isEmpty() ? null : fields);
    }

    private static Command.Linked linked(String pointer, JsonNode element) {
        if (element instanceof ObjectNode object) {
            ObjectNode fields = object.deepCopy();
            JsonNode id = fields.remove("id");
            if (id == null) {
                throw malformed("A link that is an object has the id of the record in 'id'");
            }
            return new Command.Linked(pointer, id(id), fields.isEmpty() ? null : fields);
        }
        return new Command.Linked(pointer, id(element), null);
    }

    private static JsonNode id(JsonNode id) {
        if (!id.isTextual() && !id.isIntegralNumber()) {
            throw malformed("An id is a string or an integer");
        }
        return TextNode.valueOf(id.asText());
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
