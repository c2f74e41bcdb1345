package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogReader;
import org.statehouse.metadata.CheckedCatalog;
import org.statehouse.metadata.MetadataFaults;
import org.statehouse.metadata.MetadataFiles;
import org.statehouse.metadata.Model;

/** The cases of {@code src/test/resources/corpus/rules}; its README says what they mean. */
final class Corpus {

    /** What the corpus is for. */
    static final String PROMISE =
            "One set of rules. A value is valid or not, the same in the server and in the database";

    static final Path FOLDER = Path.of("src", "test", "resources", "corpus", "rules");

    private static final String OTHER = "model: other\nid: { type: integer }\nfields:\n  name: { type: text }\n";

    private Corpus() {}

    /**
     * One case with what its set says.
     *
     * @param name of the file, and the value
     * @param rule that is broken when the verdict is {@code invalid}
     * @param subject the rule that the file is about
     * @param database whether PostgreSQL holds the rule
     * @param checked the models
     * @param record the record to be judged
     * @param current the record before, null for a create
     * @param existing other records of the model
     * @param valid the verdict
     */
    record Case(
            String name,
            String rule,
            String subject,
            boolean database,
            CheckedCatalog checked,
            ObjectNode record,
            @Nullable ObjectNode current,
            List<ObjectNode> existing,
            boolean valid) {

        Catalog catalog() {
            return new Catalog(1, "corpus", Map.of(), checked.models());
        }

        Model model() {
            return catalog().model("sample");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those whose words the language has today. */
    static List<Case> cases() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> ofFile(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Case> ofFile(Path path) {
        JsonNode file = read(path);
        List<Case> cases = new ArrayList<>();
        int number = 0;
        for (JsonNode set : file.path("sets")) {
            number++;
            CheckedCatalog checked = checked(set);
            if (checked == null) {
                continue;
            }
            for (JsonNode one : set.path("cases")) {
                cases.add(ofCase(path.getFileName() + " " + number + " " + one, file, set, checked, one));
            }
        }
        return cases;
    }

    private static Case ofCase(String name, JsonNode file, JsonNode set, CheckedCatalog checked, JsonNode one) {
        ObjectNode record =
                one.path("record") instanceof ObjectNode given ? given.deepCopy() : Json.MAPPER.createObjectNode();
        if (one.has("value")) {
            record.set("value", one.get("value"));
        }
        record.put("id", 1_000_000);
        String subject = file.path("rule").asText();
        String rule = one.path("rule").asText(subject);
        List<ObjectNode> existing = new ArrayList<>();
        for (JsonNode other : set.path("existing")) {
            existing.add(((ObjectNode) other.deepCopy()).put("id", existing.size() + 1));
        }
        return new Case(
                name,
                rule,
                subject,
                file.path("database").asBoolean() && one.path("database").asBoolean(true) && rule.equals(subject),
                checked,
                record,
                one.path("current") instanceof ObjectNode current ? current : null,
                existing,
                one.path("verdict").asText().equals("valid"));
    }

    /** Null where the language does not have a word yet. */
    private static @Nullable CheckedCatalog checked(JsonNode set) {
        ObjectNode model = Json.MAPPER.createObjectNode().put("model", "sample");
        model.putObject("id").put("type", "integer").put("assigned", "client");
        ObjectNode fields = model.putObject("fields");
        fields.set("value", set.get("field"));
        set.path("fields").properties().forEach(field -> fields.set(field.getKey(), field.getValue()));
        for (String key : List.of("checks", "lifecycle")) {
            if (set.has(key)) {
                model.set(key, set.get(key));
            }
        }
        try {
            return CatalogReader.read(
                    MetadataFiles.of(Map.of("app/sample.yaml", model.toString(), "app/other.yaml", OTHER)));
        } catch (MetadataFaults faults) {
            if (String.valueOf(faults.getMessage()).contains("not supported yet")) {
                return null;
            }
            throw new AssertionError(model + "\n" + faults.getMessage(), faults);
        }
    }

    static JsonNode read(Path path) {
        try {
            return Json.MAPPER.readTree(Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
