package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statehouse.json.Json;
import org.statehouse.log.RecordLog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/**
 * A patch of an earlier version, to be written on the current one. It is a merge of three: what the patch leaves as it was at
 * its base is not its business, and what only one side has changed is that side's.
 */
final class Rebase {

    private final Connection connection;
    private final RecordRow current;
    private final long expected;

    Rebase(Connection connection, RecordRow current, long expected) {
        this.connection = connection;
        this.current = current;
        this.expected = expected;
    }

    /**
     * The patch as it applies to the current version.
     *
     * @throws org.statehouse.problem.ProblemException 412 {@code version-conflict} when both sides have changed a field to
     *     different values, when it is not known whether they have, or when the base is not in the log
     */
    ObjectNode apply(ObjectNode patch) throws SQLException {
        JsonNode base = ended() ? null : Conflicts.base(connection, current, expected);
        if (base == null) {
            throw Conflicts.problem(current, expected).with("base", "gone").exception();
        }
        List<String> conflicts = Conflicts.conflicts(current.model(), base, Conflicts.json(current), patch, false);
        conflicts.addAll(untold(patch));
        if (!conflicts.isEmpty()) {
            throw Conflicts.problem(current, expected)
                    .with("conflicts", conflicts)
                    .exception();
        }
        return changed(patch, base);
    }

    /** A record that was gone in between is another one. */
    private boolean ended() throws SQLException {
        return RecordLog.endsAfter(
                connection, current.model().number(), current.id().toString(), expected);
    }

    /** Members of which the log does not tell whether the other side has changed them, and links that it has. */
    private List<String> untold(ObjectNode patch) throws SQLException {
        Model model = current.model();
        Set<String> linked = null;
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            Field field = model.field(name);
            Relationship relationship = model.relationship(name);
            if (field != null && field.type().writeOnly()) {
                names.add(name);
            } else if (field == null && relationship != null) {
                linked = linked == null ? linkedSince() : linked;
                if (linked.contains(Integer.toString(relationship.number()))) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private Set<String> linkedSince() throws SQLException {
        Set<String> numbers = new HashSet<>();
        String id = current.id().toString();
        for (String links : RecordLog.links(connection, current.model().number(), id, expected, current.version())) {
            Json.parseObject(links.getBytes(StandardCharsets.UTF_8))
                    .fieldNames()
                    .forEachRemaining(numbers::add);
        }
        return numbers;
    }

    /** Without the members that are as they were at the base. */
    private ObjectNode changed(ObjectNode patch, JsonNode base) {
        ObjectNode rest = patch.deepCopy();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            Field field = current.model().field(name);
            if (field != null && !field.type().writeOnly()) {
                JsonNode old = base.path(field.imageKey());
                JsonNode mine = Conflicts.stored(field, member.getValue(), base.get(field.imageKey()));
                if (mine != null && Conflicts.same(mine, old)) {
                    rest.remove(name);
                }
            } else if (RecordColumns.system(current.model()).contains(name)
                    && Conflicts.same(member.getValue(), system(name, base))) {
                rest.remove(name);
            }
        }
        return rest;
    }

    private JsonNode system(String name, JsonNode base) {
        return name.equals("version") ? Json.MAPPER.getNodeFactory().numberNode(expected) : base.path(name);
    }
}
