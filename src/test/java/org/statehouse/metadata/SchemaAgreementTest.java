package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;

/**
 * Good model files, changed by chance in one or two places: what the JSON Schema refuses, the checker refuses as well, and
 * the checker never fails itself. The schema may be laxer: it knows no other file, and no place but the one it looks at.
 */
class SchemaAgreementTest {

    private static final long SEED = Long.getLong("statehouse.test.seed", System.nanoTime());
    private static final int CHANGES = 3_000;
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path SCHEMA = Path.of("src", "main", "webapp", "schemas", "model.schema.json");

    private static final List<String> WORDS = List.of(
            "model",
            "label",
            "fields",
            "type",
            "text",
            "integer",
            "required",
            "true",
            "options",
            "value",
            "rule",
            "pattern",
            "unique",
            "id",
            "and",
            "xmin",
            "a_b",
            "A",
            "",
            "thing",
            "other",
            "cascade",
            "setNull",
            "manyToMany",
            "oneToMany",
            "oneToOne",
            "softDelete",
            "views",
            "trim",
            "-1",
            "0",
            "1e3",
            "2024-01-01",
            "x".repeat(60));

    private final Random random = new Random(SEED);

    @Test
    void what_the_schema_refuses_the_checker_refuses() throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        List<FaultCases.Case> good = FaultCases.all().stream()
                .filter(one -> one.schema() && one.faults().isEmpty())
                .toList();
        List<String> stricter = new ArrayList<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        for (int i = 0; i < CHANGES; i++) {
            JsonNode file = YAML.readTree(good.get(random.nextInt(good.size())).file());
            change(file);
            if (random.nextBoolean()) {
                change(file);
            }
            String text = Json.MAPPER.writeValueAsString(file);
            boolean taken = taken(text);
            boolean valid = schema.validate(file).isEmpty();
            verdicts.merge("checker " + taken + ", schema " + valid, 1, Integer::sum);
            if (taken && !valid) {
                stricter.add(text + "\n  " + schema.validate(file));
            }
        }
        assertThat(stricter).as("seed %d, %s", SEED, verdicts).isEmpty();
        assertThat(verdicts).as("seed %d", SEED).hasSize(3);
    }

    /** JSON is YAML: each file is read by the checker as it stands. */
    private static boolean taken(String text) {
        try {
            CatalogReader.read(MetadataFiles.of(Map.of(
                    "app/thing.yaml",
                    text,
                    "app/other.yaml",
                    "model: other\nid: { type: integer }\nfields: { name: { type: text } }\n")));
            return true;
        } catch (MetadataFaults faults) {
            assertThat(faults.faults())
                    .isNotEmpty()
                    .allSatisfy(
                            fault -> assertThat(fault.message()).isNotBlank().doesNotContain("Exception", "org."));
            return false;
        }
    }

    private void change(JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(word(), object.remove(name));
                case 2 -> object.set(word(), value());
                default -> object.set(name, value());
            }
        } else if (place instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index).deepCopy());
                default -> array.set(index, value());
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private JsonNode value() {
        var nodes = Json.MAPPER.getNodeFactory();
        return switch (random.nextInt(8)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(random.nextInt(40) - 5);
            case 3 -> nodes.arrayNode().add(word());
            case 4 -> nodes.objectNode().put(word(), word());
            case 5 -> nodes.arrayNode();
            case 6 -> nodes.objectNode();
            default -> nodes.textNode(word());
        };
    }
}
