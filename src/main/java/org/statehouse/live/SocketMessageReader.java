package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Reads messages of clients; whatever is not understood is refused with what is. */
final class SocketMessageReader {

    private static final int MAX_ID = 64;
    private static final int MAX_SHOWN = 80;
    private static final int MAX_HEADERS = 50;
    private static final int MAX_FIELDS = 500;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final String KNOWN = "hello, subscribe, unsubscribe, ping and call";

    private final JsonNode message;

    private SocketMessageReader(JsonNode message) {
        this.message = message;
    }

    /** 400 {@code bad-message}, 501 {@code not-supported}. */
    static SocketMessage read(JsonNode message) {
        SocketMessageReader reader = new SocketMessageReader(message);
        if (!message.isObject()) {
            throw fault("type", "A message is an object with a type: " + KNOWN);
        }
        String type = reader.text("type", MAX_SHOWN);
        return switch (type) {
            case "hello" -> reader.hello();
            case "subscribe" -> reader.subscribe();
            case "unsubscribe" -> {
                reader.requireOnly("type", "id");
                yield new SocketMessage.Unsubscribe(reader.text("id", MAX_ID));
            }
            case "ping" -> {
                reader.requireOnly("type");
                yield new SocketMessage.Ping();
            }
            case "call" -> reader.call();
            case "auth" -> throw later("auth");
            default -> throw fault("type", "'" + type + "' is no type of message; there are " + KNOWN);
        };
    }

    private SocketMessage hello() {
        refuseLater("token");
        requireOnly("type", "client", "catalog");
        if (message.has("client")) {
            String unused = text("client", MAX_ID);
        }
        JsonNode catalog = message.get("catalog");
        if (catalog != null && !(catalog.isIntegralNumber() && catalog.canConvertToLong() && catalog.longValue() > 0)) {
            throw fault("catalog", "'catalog' is the version of a catalog: a whole number from 1");
        }
        return new SocketMessage.Hello(catalog == null ? null : catalog.longValue());
    }

    private SocketMessage subscribe() {
        String id = text("id", MAX_ID);
        refuseLater("state", "prefix", "locks");
        requireOnly("type", "id", "model", "record", "filter", "fields", "snapshot", "coalesce", "since");
        JsonNode record = message.get("record");
        if (record != null && !record.isTextual() && !record.isIntegralNumber()) {
            throw fault("record", "'record' is the id of a record: a text or a whole number");
        }
        boolean whole = flag("snapshot");
        String since = message.has("since") ? text("since", Integer.MAX_VALUE) : null;
        if (whole && since != null) {
            throw fault("since", "A subscription begins with a snapshot or goes on since a cursor, not both");
        }
        return new SocketMessage.Subscribe(
                id, text("model", MAX_SHOWN), record, message.get("filter"), fields(), whole, flag("coalesce"), since);
    }

    private boolean flag(String member) {
        JsonNode flag = message.get(member);
        if (flag != null && !flag.isBoolean()) {
            throw fault(member, "'" + member + "' is true or false");
        }
        return flag != null && flag.booleanValue();
    }

    private @Nullable List<String> fields() {
        JsonNode fields = message.get("fields");
        if (fields == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        fields.forEach(name -> names.add(name.isTextual() ? name.textValue() : ""));
        if (!fields.isArray() || names.isEmpty() || names.contains("") || names.size() > MAX_FIELDS) {
            throw fault("fields", "'fields' is a list of names, from 1 to " + MAX_FIELDS);
        }
        return names;
    }

    private SocketMessage call() {
        JsonNode ref = message.path("ref");
        if (!ref.isTextual() && !ref.isIntegralNumber()) {
            throw fault("ref", "'ref' is what the reply will have: a text or a whole number");
        }
        requireOnly("type", "ref", "method", "path", "headers", "body");
        String method = text("method", MAX_SHOWN);
        if (!METHODS.contains(method)) {
            throw fault("method", "'method' is GET, POST, PUT, PATCH or DELETE");
        }
        return new SocketMessage.Call(ref, method, text("path", Integer.MAX_VALUE), headers(), message.get("body"));
    }

    private Map<String, String> headers() {
        JsonNode headers = message.get("headers");
        Map<String, String> read = new LinkedHashMap<>();
        if (headers == null) {
            return read;
        }
        if (!headers.isObject() || headers.size() > MAX_HEADERS) {
            throw fault("headers", "'headers' is an object of " + MAX_HEADERS + " texts at most");
        }
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (!header.getValue().isTextual()) {
                throw fault("headers", "The value of a header is a text");
            }
            read.put(header.getKey(), header.getValue().textValue());
        }
        return read;
    }

    private String text(String member, int max) {
        String text = message.path(member).textValue();
        if (text == null || text.isEmpty() || text.length() > max) {
            String length = max == Integer.MAX_VALUE ? "" : " of 1 to " + max + " characters";
            throw fault(member, "The message needs '" + member + "', a text" + length);
        }
        return text;
    }

    private void requireOnly(String... members) {
        Set<String> known = Set.of(members);
        for (Map.Entry<String, JsonNode> member : message.properties()) {
            if (!known.contains(member.getKey())) {
                String name = clip(member.getKey());
                throw fault(
                        name,
                        "'" + name + "' is no member of this message; it has " + String.join(", ", List.of(members)));
            }
        }
    }

    private void refuseLater(String... members) {
        for (String member : members) {
            if (message.has(member)) {
                throw later(member);
            }
        }
    }

    private static ProblemException fault(String member, String detail) {
        return Problem.of(ProblemType.BAD_MESSAGE, detail)
                .with("member", member)
                .exception();
    }

    private static ProblemException later(String member) {
        return Problem.of(ProblemType.NOT_SUPPORTED, "'" + member + "' is not supported yet; leave it out")
                .with("member", member)
                .exception();
    }

    private static String clip(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
