package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.JsonValue;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.Projection;

/** Whether a write is based on the current version, and the answer when it is not. */
final class Conflicts {

    private static final String BASE =
            "SELECT image::text FROM statehouse.change_log WHERE model = ? AND record_id = ? AND version = ?";

    private Conflicts() {}

    /**
     * 428 {@code condition-required} or 412 {@code version-conflict} unless the condition holds.
     *
     * @param body what the caller wants to write, or null for a delete
     * @param replaces whether the body takes the place of the record; else it changes some of its fields
     */
    static void require(
            Connection connection,
            RecordRow current,
            Precondition condition,
            @Nullable ObjectNode body,
            boolean replaces)
            throws SQLException {
        Model model = current.model();
        switch (condition.kind()) {
            case ANY -> {
                // Whatever is there may be written over.
            }
            case ABSENT -> {
                if (model.conditionRequired()) {
                    throw Problem.of(
                                    ProblemType.CONDITION_REQUIRED,
                                    "Send If-Match with the version that the write is based on, from the record's ETag, or"
                                            + " If-Match: * to write over whatever is there")
                            .exception();
                }
            }
            case VERSION, REBASE -> {
                if (current.version() != condition.version()) {
                    throw conflict(connection, current, condition.version(), body, replaces)
                            .exception();
                }
            }
        }
    }

    /**
     * What is to be written on the current version: the body itself, or a patch of an earlier version that goes with what has
     * changed since.
     *
     * @throws org.statehouse.problem.ProblemException as {@link #require}
     */
    static ObjectNode based(
            Connection connection, RecordRow current, Precondition condition, ObjectNode body, boolean replaces)
            throws SQLException {
        if (condition.kind() == Precondition.Kind.REBASE && condition.version() != current.version()) {
            return new Rebase(connection, current, condition.version()).apply(body);
        }
        require(connection, current, condition, body, replaces);
        return body;
    }

    private static Problem conflict(
            Connection connection, RecordRow current, long expected, @Nullable ObjectNode body, boolean replaces)
            throws SQLException {
        Problem problem = problem(current, expected);
        JsonNode base = base(connection, current, expected);
        if (base == null) {
            return problem.with("base", "gone");
        }
        return problem.with(
                "conflicts",
                body == null ? List.of() : conflicts(current.model(), base, json(current), body, replaces));
    }

    /** 412, without what the log says of it. */
    static Problem problem(RecordRow current, long expected) {
        return Problem.of(
                        ProblemType.VERSION_CONFLICT,
                        "The record is at version " + current.version() + ", not " + expected
                                + "; look at the current state and decide again")
                .with("expected", expected)
                .with("actual", current.version())
                .with("current", json(current));
    }

    /** The readable fields that both sides have changed, to different values. */
    static List<String> conflicts(Model model, JsonNode base, ObjectNode now, ObjectNode body, boolean replaces) {
        ObjectNode wanted = replaces ? whole(model, body) : body;
        List<String> fields = new ArrayList<>();
        for (Field field : readable(model)) {
            JsonNode old = base.path(field.imageKey());
            JsonNode mine = stored(field, wanted.get(field.name()), replaces ? null : base.get(field.imageKey()));
            JsonNode theirs = now.path(field.name());
            if (mine != null && !same(mine, old) && !same(theirs, old) && !same(mine, theirs)) {
                fields.add(field.name());
            }
        }
        return fields;
    }

    /**
     * A value in the form in which it would be stored, so that two spellings of one value are no conflict; merged into
     * what was there before, where that counts.
     */
    static @Nullable JsonNode stored(Field field, @Nullable JsonNode given, @Nullable JsonNode before) {
        if (given == null || given.isNull()) {
            return given;
        }
        try {
            Object typed = field.fromJson(given);
            Object value = typed == null || before == null || !field.type().structured()
                    ? typed
                    : field.type().merged(field.fromJson(before), typed);
            return value == null
                    ? NullNode.getInstance()
                    : Json.parse(Json.write(out -> field.type().toJson(field, out, value)));
        } catch (ValueFault notAValue) {
            return given;
        }
    }

    /** A replacement with what its absent fields would become. */
    private static ObjectNode whole(Model model, ObjectNode replacement) {
        ObjectNode all = replacement.deepCopy();
        for (Field field : readable(model)) {
            if (!all.has(field.name())) {
                all.set(field.name(), field.defaultValue());
            }
        }
        return all;
    }

    private static List<Field> readable(Model model) {
        return model.fields().values().stream()
                .filter(field -> !field.type().writeOnly())
                .toList();
    }

    static boolean same(JsonNode one, JsonNode other) {
        boolean oneIsNull = one.isNull() || one.isMissingNode();
        boolean otherIsNull = other.isNull() || other.isMissingNode();
        if (oneIsNull || otherIsNull) {
            return oneIsNull && otherIsNull;
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        boolean plain = one.isValueNode() && other.isValueNode();
        return plain ? one.asText().equals(other.asText()) : JsonValue.same(one, other);
    }

    static @Nullable JsonNode base(Connection connection, RecordRow current, long version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BASE)) {
            select.setInt(1, current.model().number());
            select.setString(2, current.id().toString());
            select.setLong(3, version);
            try (ResultSet rows = select.executeQuery()) {
                String image = rows.next() ? rows.getString(1) : null;
                return image == null ? null : Json.MAPPER.readTree(image);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ObjectNode json(RecordRow row) {
        return Json.parseObject(Json.write(out -> RecordJson.write(out, row, Projection.ALL)));
    }
}
