package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;

/** Any JSON, equal where PostgreSQL finds it equal; numbers keep their digits. */
class JsonTypeTest extends FieldTypeConformance {

    private static final Field FIELD = field("type: json");
    private static final String DIGITS = "1234567890".repeat(100);

    JsonTypeTest() {
        super("type: json");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("{}", "{}"),
                Map.entry("[]", "[]"),
                Map.entry("\"\"", "\"\""),
                Map.entry("\"it's \\\\ \\\"so\\\" \u00fc\"", "\"it's \\\\ \\\"so\\\" \u00fc\""),
                Map.entry("true", "true"),
                Map.entry(
                        "{\"bb\":1,\"a\":null,\"\u00fc\":[],\"c\":{}}", "{\"a\":null,\"c\":{},\"bb\":1,\"\u00fc\":[]}"),
                Map.entry("[[1],{\"a\":[null,false]}]", "[[1],{\"a\":[null,false]}]"),
                Map.entry("1.50", "1.50"),
                Map.entry("-0", "0"),
                Map.entry("0e-3", "0.000"),
                Map.entry("0e3", "0"),
                Map.entry("12e2", "1200"),
                Map.entry("1.20e1", "12.0"),
                Map.entry(DIGITS, DIGITS),
                Map.entry("-" + DIGITS, "-" + DIGITS),
                Map.entry("1e999", "1" + "0".repeat(999)),
                Map.entry("1e-999", "0." + "0".repeat(998) + "1"),
                Map.entry(
                        "[0.1,12345678901234567890.12345678901234567890]",
                        "[0.1,12345678901234567890.12345678901234567890]"));
    }

    @Override
    List<String> refused() {
        return List.of(
                "null",
                "1e1000",
                "[1e-1000]",
                "{\"a\":1e2000000000}",
                "0e-1000",
                "\"\\u0000\"",
                "[\"\\ud800\"]",
                "{\"a\\u0000\":1}",
                IntStream.range(0, 100_000).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]")),
                "\"" + "x".repeat(1_000_000) + "\"");
    }

    @Override
    List<String> noValues() {
        return List.of();
    }

    @Override
    List<String> ofAnotherKind() {
        return List.of();
    }

    @Override
    Map<String, String> texts() {
        return Map.of("{\"a\": 1.0}", "{\"a\":1.0}", "\"x\"", "\"x\"", " 7 ", "7");
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "x", "null", "{\"a\":1,\"a\":2}", "{} {}", "NaN", "\"a\0\"", "1e1000");
    }

    @Override
    String column() {
        return "jsonb";
    }

    @Override
    String form() {
        return "{\"control\":\"jsonEditor\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ANY;
    }

    private static JsonValue value(String text) throws Exception {
        return (JsonValue) FIELD.type().fromText(FIELD, text);
    }

    @Test
    void values_are_equal_by_value_and_members_have_no_order() throws Exception {
        for (List<String> equal : List.of(
                List.of("1", "1.0", "10e-1"),
                List.of("{\"a\":1,\"b\":[0.50]}", "{\"b\":[0.5],\"a\":1.00}"),
                List.of("[{\"x\":null}]", " [ {\"x\" : null} ] "))) {
            for (String other : equal) {
                assertThat(value(other)).isEqualTo(value(equal.get(0))).hasSameHashCodeAs(value(equal.get(0)));
            }
        }
        assertThat(value("[1,2]")).isNotEqualTo(value("[2,1]"));
        assertThat(value("{\"a\":null}")).isNotEqualTo(value("{}"));
        assertThat(value("\"1\"")).isNotEqualTo(value("1"));
    }

    /** The examples of RFC 7396, appendix A, those aside whose result is null. */
    @Test
    void objects_are_merged_as_rfc_7396_says() throws Exception {
        for (List<String> one : List.of(
                List.of("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
                List.of("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"),
                List.of("{\"a\":\"b\"}", "{\"a\":null}", "{}"),
                List.of("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"),
                List.of("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
                List.of("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"),
                List.of("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"),
                List.of("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"),
                List.of("[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"),
                List.of("{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"),
                List.of("{\"a\":\"foo\"}", "\"bar\"", "\"bar\""),
                List.of("{\"e\":null}", "{\"a\":1}", "{\"a\":1,\"e\":null}"),
                List.of("[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"),
                List.of("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"))) {
            JsonValue target = value(one.get(0));
            Object merged = FIELD.type().merged(FIELD.type().fromText(FIELD, one.get(0)), value(one.get(1)));
            assertThat(merged).as("%s", one).hasToString(one.get(2));
            assertThat(target).as("untouched").hasToString(one.get(0));
        }
        assertThat(FIELD.type().merged(null, value("{\"a\":null,\"b\":1}"))).hasToString("{\"b\":1}");
    }

    @Test
    void a_merge_cannot_make_more_than_a_value_may_have() throws Exception {
        JsonValue one = value("{\"a\":\"" + "x".repeat(600_000) + "\"}");
        JsonValue two = value("{\"b\":\"" + "x".repeat(600_000) + "\"}");
        assertThatThrownBy(() -> FIELD.type().merged(one, two)).isInstanceOf(ValueFault.class);
    }

    @Test
    void a_default_is_json_from_yaml() {
        Field field = field("type: json, default: { a: [1, 1.50, .5, +2, true, null, \"7\", no], b: { c: {} } }");
        byte[] json = Json.write(out -> out.writeTree(field.defaultValue()));
        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[1,1.50,0.5,2,true,null,\"7\",\"no\"],\"b\":{\"c\":{}}}");
    }
}
