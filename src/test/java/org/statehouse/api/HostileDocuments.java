package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bodies, ids and queries for the models of a catalog: good, nearly good, and meant ill; the same for the same seed. */
final class HostileDocuments {

    /** JSON values that some type, parser or program gets wrong, as they stand in a body. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "0",
            "-0",
            "-0.0",
            "1e400000",
            "1e131071",
            "1e-131071",
            "9223372036854775808",
            "9007199254740993",
            "1.0000000000000000000000001",
            "9".repeat(999),
            "9".repeat(1_001),
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"a\":{\"b\":[]}}",
            "{\"$ref\":\"x\"}",
            "{\"eq\":1}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uffff\"",
            "\"\u202e\"",
            "\"\ufeff\"",
            "\"a\u0301\"",
            "\"\u00e1\"",
            "\"\u0130\"",
            "\"\u212a\"",
            "\"\u017f\"",
            "\"\ud83d\udc69\u200d\ud83d\udc67\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"infinity\"",
            "\"-infinity\"",
            "\"now\"",
            "\"today\"",
            "\"epoch\"",
            "\"2024-02-30\"",
            "\"2024-02-29\"",
            "\"2024-02-29T23:59:60Z\"",
            "\"294277-01-01T00:00:00Z\"",
            "\"0000-01-01\"",
            "\"-0001-01-01\"",
            "\"2024-01-01T00:00:00+18:01\"",
            "\"24:00:00\"",
            "\"a@b\"",
            "\"a@b.example\"",
            "\"javascript:alert(1)\"",
            "\"https://a.example/\"",
            "\"=1+1\"",
            "\"' OR 1=1 --\"",
            "\"'; DROP TABLE sample; --\"",
            "\"${7*7}\"",
            "\"%s%n\"",
            "\"../../etc/passwd\"",
            "\"a\\r\\nX: b\"",
            "\"\\u001b[31m\"",
            "\"00000000-0000-0000-0000-000000000000\"",
            "\"OPEN\"",
            "\"open\"",
            "1",
            "1001",
            "-9223372036854775808",
            "0.005",
            "12.50",
            "\"12.50\"",
            "\"1e3\"",
            "\"0x10\"",
            "\"" + "x".repeat(300) + "\"",
            "\"" + "x".repeat(20_000) + "\"",
            "\"" + "\u20ac".repeat(6_000) + "\"",
            "[1,1,1]",
            "[\"a\",\"a\"]",
            "[{}]",
            "[true]");

    private static final List<String> NAMES = List.of(
            "__proto__",
            "constructor",
            "",
            " ",
            "a.b",
            "and",
            "$where",
            "x".repeat(300),
            "\\u0000",
            "\\ud800",
            "NAME",
            "id ");

    private static final List<String> SYSTEM =
            List.of("id", "version", "createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt", "deletedBy");

    private static final List<String> SEGMENTS = List.of(
            "1",
            "0",
            "-1",
            "9223372036854775808",
            "x",
            "%20",
            "%2F",
            "..%2F..",
            "%27",
            "%25",
            "%F0%9F%98%80",
            "%E2%80%AE",
            "null",
            "import",
            "export",
            "validate",
            "aggregate",
            "history",
            "restore",
            "schema",
            "00000000-0000-0000-0000-000000000000",
            "%0D%0AX",
            "a%09b",
            "%C2%80",
            "%EF%BF%BF",
            "%7B%7D");

    private static final List<String> PARAMETERS = List.of(
            "filter", "search", "sort", "limit", "after", "offset", "count", "fields", "expand", "deleted", "from",
            "to", "mode", "dryRun", "atomic", "id", "format", "groupBy", "sum", "min", "max", "avg", "asOf", "since",
            "wait", "models", "x");

    private static final List<String> OPERATORS = List.of(
            "eq",
            "ne",
            "gt",
            "gte",
            "lt",
            "lte",
            "in",
            "notIn",
            "between",
            "isNull",
            "isNotNull",
            "contains",
            "startsWith",
            "endsWith",
            "icontains",
            "ieq",
            "overlaps",
            "containsAll",
            "containsNone",
            "regex");

    private final Random random;
    private final List<JsonNode> models = new ArrayList<>();

    HostileDocuments(JsonNode catalog, long seed) {
        random = new Random(seed);
        catalog.path("models").forEach(models::add);
    }

    JsonNode model() {
        return models.get(random.nextInt(models.size()));
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int ofHundred) {
        return random.nextInt(100) < ofHundred;
    }

    /** Mostly a whole object; now and then something that is none. */
    String body(JsonNode model) {
        String object = object(model);
        return switch (random.nextInt(20)) {
            case 0 -> any(VALUES);
            case 1 -> object.substring(0, random.nextInt(object.length()));
            case 2 -> object + any(List.of(" ", "x", "{}", "\u0000", ","));
            case 3 -> "\ufeff" + object;
            case 4 -> "{\"a\":".repeat(70) + "1" + "}".repeat(70);
            default -> object;
        };
    }

    String object(JsonNode model) {
        List<String> members = new ArrayList<>();
        if (model.at("/id/assigned").asText().equals("client") || chance(10)) {
            members.add("\"id\":" + (chance(80) ? id(model) : any(VALUES)));
        }
        for (JsonNode field : model.path("fields")) {
            if (chance(60)) {
                members.add("\"" + field.path("name").asText() + "\":" + (chance(60) ? good(field) : any(VALUES)));
            }
        }
        for (JsonNode relationship : model.path("relationships")) {
            if (chance(30)) {
                members.add("\"" + relationship.path("name").asText() + "\":" + any(VALUES));
            }
        }
        if (chance(10)) {
            members.add("\"" + any(NAMES) + "\":" + any(VALUES));
        }
        if (chance(10)) {
            members.add("\"" + any(SYSTEM) + "\":" + any(VALUES));
        }
        if (chance(3) && !members.isEmpty()) {
            members.add(members.get(0));
        }
        return "{" + String.join(",", members) + "}";
    }

    private String id(JsonNode model) {
        int number = random.nextInt(50) + 500_000;
        return model.at("/id/type").asText().equals("integer") ? Integer.toString(number) : "\"fuzz" + number + "\"";
    }

    /** What the field's type is likely to take. */
    private String good(JsonNode field) {
        return switch (field.path("type").asText()) {
            case "integer" -> Integer.toString(random.nextInt(200) - 50);
            case "decimal", "float" ->
                new BigDecimal(random.nextInt(100_000)).movePointLeft(2).toString();
            case "boolean" -> any(List.of("true", "false"));
            case "date" -> "\"2024-02-" + (10 + random.nextInt(20)) + "\"";
            case "time" -> "\"1" + random.nextInt(10) + ":00:00\"";
            case "dateTime" -> "\"2024-02-" + (10 + random.nextInt(20)) + "T00:00:00Z\"";
            case "email" -> "\"a" + random.nextInt(50) + "@example.org\"";
            case "url", "image", "video" -> "\"https://example.org/" + random.nextInt(50) + "\"";
            case "uuid" -> "\"00000000-0000-0000-0000-0000000000" + (10 + random.nextInt(90)) + "\"";
            case "reference" -> any(List.of("null", "500001", "\"fuzz500001\""));
            case "enum", "radio", "multiEnum" -> option(field);
            default -> "\"T" + random.nextInt(1_000) + "\"";
        };
    }

    private String option(JsonNode field) {
        List<String> options = new ArrayList<>();
        field.at("/settings/options").fieldNames().forEachRemaining(options::add);
        String one = options.isEmpty() ? "\"A\"" : "\"" + any(options) + "\"";
        return field.path("type").asText().equals("multiEnum") ? "[" + one + "]" : one;
    }

    /** One segment of an address, encoded or not as it should be. */
    String segment(JsonNode model) {
        return chance(50) ? id(model).replace("\"", "") : any(SEGMENTS);
    }

    /** A relationship of the model, or something that is none. */
    String relationship(JsonNode model) {
        List<String> names = new ArrayList<>();
        model.path("relationships").forEach(one -> names.add(one.path("name").asText()));
        return names.isEmpty() || chance(20) ? any(SEGMENTS) : any(names);
    }

    /** A query string with its question mark, or nothing. */
    String query(JsonNode model) {
        StringBuilder query = new StringBuilder();
        int parameters = random.nextInt(4);
        for (int i = 0; i < parameters; i++) {
            query.append(i == 0 ? '?' : '&').append(chance(50) ? term(model) : parameter(model));
        }
        return query.toString();
    }

    private String term(JsonNode model) {
        String path = name(model);
        if (chance(50)) {
            return "filter[" + path + "][" + any(OPERATORS) + "]=" + encoded(text(any(VALUES)));
        }
        String filter = "{\"" + path + "\":{\"" + any(OPERATORS) + "\":" + any(VALUES) + "}}";
        return "filter=" + encoded(chance(30) ? "{\"or\":[" + filter + ",{\"not\":" + filter + "}]}" : filter);
    }

    private String parameter(JsonNode model) {
        String value = chance(60) ? name(model) : text(any(VALUES));
        return any(PARAMETERS) + "=" + encoded(chance(20) ? "-" + value : value);
    }

    private String name(JsonNode model) {
        List<String> names = new ArrayList<>(SYSTEM);
        model.path("fields").forEach(field -> names.add(field.path("name").asText()));
        model.path("relationships").forEach(one -> names.add(one.path("name").asText()));
        String name = any(names);
        return chance(15) ? name + "." + any(names) : name;
    }

    private static String text(String json) {
        return json.startsWith("\"") && json.indexOf('\\') < 0 ? json.substring(1, json.length() - 1) : json;
    }

    private static String encoded(String text) {
        String cut = text.length() > 2_000 ? text.substring(0, 2_000) : text;
        return java.net.URLEncoder.encode(cut, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** A file for an import: lines of JSON, one of them perhaps not. */
    String ndjson(JsonNode model) {
        List<String> lines = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            lines.add(body(model).replace("\n", " "));
        }
        return String.join("\n", lines);
    }

    /** A file for an import with the model's columns, and cells of every kind. */
    String csv(JsonNode model) {
        List<String> names = new ArrayList<>();
        names.add("id");
        model.path("fields").forEach(field -> names.add(field.path("name").asText()));
        StringBuilder file = new StringBuilder(String.join(",", names)).append('\n');
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < names.size(); i++) {
                String cell = text(any(VALUES));
                file.append(i == 0 ? "" : ",").append(chance(70) ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            }
            file.append('\n');
        }
        return file.toString();
    }
}
