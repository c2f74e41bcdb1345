package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/**
 * Any JSON but null, in the form in which PostgreSQL's {@code jsonb} has it: numbers exact, without an exponent and with all
 * digits that were written; members ordered by the length of their names in bytes, then by these bytes. It is not changed.
 *
 * <p>Two values are equal when PostgreSQL finds them so: numbers by value (1.0 is 1.00), members in any order.
 */
public final class JsonValue {

    /** Digits that a number may have when it is written without an exponent. */
    static final int MAX_DIGITS = 1_000;
    /** Bytes of its text, in UTF-8. */
    static final int MAX_BYTES = 1_000_000;
    /** Values in it, itself one of them. */
    static final int MAX_VALUES = 100_000;

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    /** Of names in UTF-8, as {@code jsonb} has it. */
    private static final Comparator<byte[]> ORDER = (one, other) ->
            one.length == other.length ? Arrays.compareUnsigned(one, other) : Integer.compare(one.length, other.length);

    private final JsonNode node;

    private JsonValue(JsonNode node) {
        this.node = node;
    }

    /** A value as somebody wrote it; a fault when it is beyond a limit or has characters that cannot be stored. */
    static JsonValue of(JsonNode written) throws ValueFault {
        if (written.isNull() || written.isMissingNode()) {
            throw new ValueFault("type", "must be a JSON value other than null", Map.of("type", "json"));
        }
        JsonValue value = new JsonValue(new Canonical().of(written));
        if (Json.write(out -> out.writeTree(value.node)).length > MAX_BYTES) {
            throw limit("must have at most " + MAX_BYTES + " bytes as JSON", "maxBytes", MAX_BYTES);
        }
        return value;
    }

    /** What {@code jsonb} gives as text. */
    static JsonValue stored(String text) {
        try {
            return new JsonValue(Json.MAPPER.readTree(text));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL has JSON that is none", impossible);
        }
    }

    /** What RFC 7396 makes of a value, or of none, and a patch. */
    static JsonValue merged(@Nullable JsonValue target, JsonValue patch) throws ValueFault {
        return patch.node.isObject() ? of(merged(target == null ? null : target.node, patch.node)) : patch;
    }

    private static JsonNode merged(@Nullable JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode all = Json.MAPPER.createObjectNode();
        if (target instanceof ObjectNode object) {
            all.setAll(object);
        }
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            if (member.getValue().isNull()) {
                all.remove(member.getKey());
            } else {
                all.set(member.getKey(), merged(all.get(member.getKey()), member.getValue()));
            }
        }
        return all;
    }

    /** Nobody may change it. */
    JsonNode node() {
        return node;
    }

    /** Whether two trees have the same value. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonValue value && same(node, value.node);
    }

    @Override
    public int hashCode() {
        return hash(node);
    }

    private static int hash(JsonNode node) {
        int hash = 1;
        if (node.isNumber()) {
            return node.decimalValue().stripTrailingZeros().hashCode();
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                hash += member.getKey().hashCode() ^ hash(member.getValue());
            }
            return hash;
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                hash = 31 * hash + hash(item);
            }
            return hash;
        }
        return node.hashCode();
    }

    /** Its JSON text. */
    @Override
    public String toString() {
        return new String(Json.write(out -> out.writeTree(node)), StandardCharsets.UTF_8);
    }

    private static ValueFault limit(String message, String param, int max) {
        return new ValueFault(param, message, Map.of(param, max));
    }

    /** Makes a tree of its own, and counts what it has. */
    private static final class Canonical {
        private int values;

        JsonNode of(JsonNode written) throws ValueFault {
            if (++values > MAX_VALUES) {
                throw limit("must have at most " + MAX_VALUES + " values in it", "maxValues", MAX_VALUES);
            }
            if (written.isObject()) {
                return object(written);
            }
            if (written.isArray()) {
                ArrayNode array = Json.MAPPER.createArrayNode();
                for (JsonNode item : written) {
                    array.add(of(item));
                }
                return array;
            }
            if (written.isTextual()) {
                Characters.require(written.textValue());
            }
            return written.isNumber() ? DecimalNode.valueOf(plain(written)) : written;
        }

        private JsonNode object(JsonNode written) throws ValueFault {
            SortedMap<byte[], Map.Entry<String, JsonNode>> members = new TreeMap<>(ORDER);
            for (Map.Entry<String, JsonNode> member : written.properties()) {
                members.put(Characters.require(member.getKey()).getBytes(StandardCharsets.UTF_8), member);
            }
            ObjectNode object = Json.MAPPER.createObjectNode();
            for (Map.Entry<String, JsonNode> member : members.values()) {
                object.set(member.getKey(), of(member.getValue()));
            }
            return object;
        }

        /** The digits are counted before any of them is written out. */
        private static BigDecimal plain(JsonNode written) throws ValueFault {
            BigDecimal number = written.decimalValue();
            long scale = number.scale();
            long whole = Math.max(1, number.precision() - scale);
            long digits = number.signum() == 0 ? 1 + Math.max(0, scale) : whole + Math.max(0, scale);
            if (digits > MAX_DIGITS) {
                throw limit(
                        "must have no number of more than " + MAX_DIGITS + " digits, written without an exponent",
                        "maxDigits",
                        MAX_DIGITS);
            }
            return scale < 0 ? number.setScale(0) : number;
        }
    }
}
