package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference {@code src/doc/metadata.md}: its examples check, and its tables name all that there is. */
class MetadataDocumentTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml( app)?\n(.*?)```");
    private static final Pattern MODEL = Pattern.compile("(?m)^model: (\\w+)$");

    @Test
    void every_example_is_a_file_without_faults() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        Matcher examples = EXAMPLE.matcher(text());
        while (examples.find()) {
            Matcher model = MODEL.matcher(examples.group(2));
            String name = model.find() ? model.group(1) : "app";
            assertThat(files.put("chinook/" + name + ".yaml", examples.group(2)))
                    .isNull();
        }
        for (String target : List.of("vehicle", "guard", "track")) {
            files.put("chinook/" + target + ".yaml", "model: " + target + "\nfields:\n  name: { type: text }\n");
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(8);
        assertThatCode(() -> CatalogReader.read(MetadataFiles.of(files))).doesNotThrowAnyException();
    }

    @Test
    void the_tables_name_every_type_with_its_settings_and_every_rule() throws IOException {
        List<String> types = rows("## A field", "## Rules");
        for (String name : FieldTypes.names()) {
            FieldType type = java.util.Objects.requireNonNull(FieldTypes.find(name));
            assertThat(types)
                    .filteredOn(row -> row.startsWith("| `" + name + "`"))
                    .singleElement()
                    .satisfies(row -> {
                        for (String setting : new TreeSet<>(type.settings().keySet())) {
                            assertThat(row).contains("`" + setting + "`");
                        }
                    });
        }
        String rules = String.join("\n", rows("## Rules", "## Relationships"));
        assertThat(Rules.codes()).allSatisfy(code -> assertThat(rules).contains("`" + code + "`"));
    }

    @Test
    void what_it_calls_not_supported_yet_is_refused_so() throws IOException {
        String last = text().substring(text().indexOf("## Not supported yet"));
        for (String word : List.of("hot", "retention", "permissions", "views")) {
            assertThat(last).contains("`" + word + "`");
            String file = "model: a\n" + word + ": x\nfields:\n  b: { type: text }\n";
            assertThatThrownBy(() -> CatalogReader.read(MetadataFiles.of(Map.of("x/a.yaml", file))))
                    .isInstanceOf(MetadataFaults.class)
                    .hasMessage("x/a.yaml:2:1: '" + word + "' is not supported yet in a model file; leave it out");
        }
    }

    private static List<String> rows(String from, String to) throws IOException {
        String text = text();
        String part = text.substring(text.indexOf(from + "\n"), text.indexOf(to + "\n"));
        try (Stream<String> lines = part.lines()) {
            return new ArrayList<>(lines.filter(line -> line.startsWith("| ")).toList());
        }
    }

    private static String text() throws IOException {
        return Files.readString(Path.of("src", "doc", "metadata.md"));
    }
}
