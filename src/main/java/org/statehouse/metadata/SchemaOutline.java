package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The schemas within a schema, by their JSON Pointers: that no word of them is unknown, that references lead to one of them
 * and not in a circle, and what it costs at most to apply them to one value.
 */
final class SchemaOutline {

    /** Schemas that are applied to one value, references written out. */
    static final int MAX_APPLIED = 1_000;
    /** Atoms of all patterns together; see {@link PatternRule#MAX_STEPS}. */
    static final int MAX_ATOMS = 500;

    /** Words with a schema; those of {@link #IN_PLACE} apply to the same value. */
    private static final Set<String> ONE = Set.of(
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "items",
            "unevaluatedItems",
            "contains",
            "not",
            "if",
            "then",
            "else");

    private static final Set<String> LIST = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAP = Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
    private static final Set<String> IN_PLACE =
            Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");
    private static final Set<String> PLAIN = Set.of(
            "$comment",
            "$ref",
            "type",
            "const",
            "enum",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "title",
            "description",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples",
            "format",
            "contentEncoding",
            "contentMediaType");
    private static final Set<String> ALLOWED = new TreeSet<>();

    static {
        List.of(ONE, LIST, MAP, PLAIN).forEach(ALLOWED::addAll);
    }

    /** The schemas that each applies to its own value. */
    private final Map<String, Set<String>> inPlace = new LinkedHashMap<>();

    private final Map<String, String> references = new LinkedHashMap<>();
    private long atoms;

    private SchemaOutline() {}

    /** Whether there are references; a fault has the place as its parameter {@code pointer}. */
    static boolean check(JsonNode schema) throws ValueFault {
        SchemaOutline outline = new SchemaOutline();
        outline.read("", schema);
        for (Map.Entry<String, String> reference : outline.references.entrySet()) {
            String target = reference.getValue().substring(1);
            if (!outline.inPlace.containsKey(target)) {
                throw fault(reference.getKey() + "/$ref", "has no schema at " + Characters.shown(target, 80));
            }
            outline.apply(reference.getKey(), target);
        }
        Map<String, Integer> applied = new HashMap<>();
        for (String place : outline.inPlace.keySet()) {
            outline.applied(place, new HashSet<>(), applied);
        }
        return !outline.references.isEmpty();
    }

    private void read(String at, JsonNode schema) throws ValueFault {
        inPlace.put(at, new HashSet<>());
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String word = member.getKey();
            boolean dialect = word.equals("$schema") && at.isEmpty();
            if (dialect && !member.getValue().asText().equals(InlineSchema.DIALECT)) {
                throw fault("/$schema", "must have no other $schema than " + InlineSchema.DIALECT);
            }
            if (!dialect && !ALLOWED.contains(word)) {
                throw fault(
                        at + "/" + escaped(word),
                        "must not have the word '" + Characters.shown(word, 80) + "'"
                                + Nearest.suggestion(word, ALLOWED) + "; allowed here: " + String.join(", ", ALLOWED));
            }
            word(at, word, member.getValue());
        }
    }

    private void word(String at, String word, JsonNode value) throws ValueFault {
        String place = at + "/" + escaped(word);
        if (word.equals("$ref")) {
            String target = value.asText();
            if (!target.equals("#") && !target.startsWith("#/")) {
                throw fault(place, "must refer to itself only, such as {$ref: \"#/$defs/address\"}");
            }
            references.put(at, target);
        } else if (word.equals("pattern")) {
            pattern(place, value.asText());
        } else if (ONE.contains(word)) {
            child(at, word, place, value);
        } else if (LIST.contains(word)) {
            for (int i = 0; i < value.size(); i++) {
                child(at, word, place + "/" + i, value.get(i));
            }
        } else if (MAP.contains(word)) {
            for (Map.Entry<String, JsonNode> one : value.properties()) {
                String name = place + "/" + escaped(one.getKey());
                if (word.equals("patternProperties")) {
                    pattern(name, one.getKey());
                }
                child(at, word, name, one.getValue());
            }
        }
    }

    private void child(String at, String word, String place, JsonNode schema) throws ValueFault {
        read(place, schema);
        if (IN_PLACE.contains(word)) {
            apply(at, place);
        }
    }

    private void apply(String at, String place) {
        inPlace.computeIfAbsent(at, none -> new HashSet<>()).add(place);
    }

    private void pattern(String place, String source) throws ValueFault {
        try {
            atoms += CommonPattern.compile(source).size();
        } catch (ValueFault fault) {
            throw fault(place, "must be a pattern that is allowed here; it " + fault.message());
        }
        if (atoms > MAX_ATOMS) {
            throw fault(
                    place,
                    "must have patterns of at most " + MAX_ATOMS
                            + " characters together, all counts written out, so that they are fast");
        }
    }

    private int applied(String place, Set<String> open, Map<String, Integer> known) throws ValueFault {
        Integer before = known.get(place);
        if (before != null) {
            return before;
        }
        if (!open.add(place)) {
            throw fault(place, "must not refer to itself without a property or an item in between");
        }
        int sum = 1;
        for (String one : inPlace.getOrDefault(place, Set.of())) {
            sum += applied(one, open, known);
            if (sum > MAX_APPLIED) {
                throw fault(place, "must not apply more than " + MAX_APPLIED + " schemas to one value");
            }
        }
        open.remove(place);
        known.put(place, sum);
        return sum;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    static ValueFault fault(String pointer, String message) {
        return new ValueFault(SchemaRule.CODE, message, Map.of("pointer", pointer));
    }
}
