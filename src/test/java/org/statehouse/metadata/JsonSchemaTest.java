package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.statehouse.json.Json;

/** The JSON Schemas of the files, for editors: where they can know, their verdict is the checker's. */
class JsonSchemaTest {

    private static final Path SCHEMAS = Path.of("src", "main", "webapp", "schemas");
    private static final JsonSchema MODEL = schema("model");
    private static final JsonSchema APPLICATION = schema("app");

    static List<FaultCases.Case> cases() {
        return FaultCases.all().stream().filter(FaultCases.Case::schema).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_case_that_the_schema_can_know_gets_the_checkers_verdict(FaultCases.Case one) throws IOException {
        assertThat(MODEL.validate(yaml(one.file())).isEmpty())
                .as("%s", MODEL.validate(yaml(one.file())))
                .isEqualTo(one.faults().isEmpty());
    }

    @Test
    void the_samples_are_valid_and_name_their_schema_in_the_first_line() throws IOException {
        for (Map.Entry<String, byte[]> file :
                MetadataFiles.inFolder(Path.of("metadata")).contents().entrySet()) {
            boolean application = file.getKey().endsWith("/app.yaml");
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            String schema = (application ? "app" : "model") + ".schema.json";
            assertThat((application ? APPLICATION : MODEL).validate(yaml(text)))
                    .as(file.getKey())
                    .isEmpty();
            assertThat(text)
                    .startsWith("# yaml-language-server: $schema=../../src/main/webapp/schemas/" + schema + "\n");
        }
    }

    @Test
    void an_application_file_with_an_unknown_key_is_not_valid() throws IOException {
        assertThat(APPLICATION.validate(yaml("label: A"))).isEmpty();
        assertThat(APPLICATION.validate(yaml("label: A\nroles: {}"))).isNotEmpty();
    }

    @Test
    void every_type_with_its_settings_and_every_rule_is_in_the_schema() throws IOException {
        JsonNode schema = Json.parse(Files.readAllBytes(SCHEMAS.resolve("model.schema.json")));
        JsonNode field = schema.at("/$defs/field");
        Set<String> types = new TreeSet<>();
        for (JsonNode one : field.path("allOf")) {
            String name = one.at("/if/properties/type/const").textValue();
            FieldType type = Objects.requireNonNull(FieldTypes.find(name), name);
            Set<String> settings = names(one.at("/then/properties"));
            settings.removeAll(Set.of("default", "rules", "normalize", "unique"));
            assertThat(settings)
                    .as(name)
                    .isEqualTo(new TreeSet<>(type.settings().keySet()));
            types.add(name);
        }
        assertThat(types).isEqualTo(new TreeSet<>(FieldTypes.names()));
        assertThat(names(schema.at("/$defs/rules"))).isEqualTo(new TreeSet<>(Rules.codes()));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }

    private static JsonSchema schema(String name) {
        try {
            String text = Files.readString(SCHEMAS.resolve(name + ".schema.json"));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
