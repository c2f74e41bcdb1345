package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checking metadata files: every fault of every file at its place, and nothing else. */
class CatalogReaderTest {

    private static final String GOOD = "model: good\nfields:\n  name: { type: text }\n";

    static List<FaultCases.Case> cases() {
        return FaultCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_file_has_the_faults_of_the_corpus_and_no_other(FaultCases.Case one) {
        List<String> faults = new ArrayList<>();
        for (MetadataFault fault : faults(one.files())) {
            assertThat(fault.file()).isEqualTo("app/thing.yaml");
            faults.add(fault.line() + ":" + fault.column() + " " + fault.message());
        }
        List<String> left = new ArrayList<>(faults);
        List<String> missing = new ArrayList<>();
        for (String expected : one.faults()) {
            left.stream()
                    .filter(fault -> fault.startsWith(place(expected)) && fault.contains(said(expected)))
                    .findFirst()
                    .ifPresentOrElse(left::remove, () -> missing.add(expected));
        }
        assertThat(missing)
                .as("missing; there are:\n%s", String.join("\n", faults))
                .isEmpty();
        assertThat(left).as("not expected").isEmpty();
    }

    private static String place(String expected) {
        return expected.substring(0, expected.indexOf(' ') + 1);
    }

    private static String said(String expected) {
        return expected.substring(expected.indexOf(' ') + 1);
    }

    @Test
    void faults_of_all_files_come_at_once_in_the_order_of_files_and_lines() {
        List<MetadataFault> faults = faults(MetadataFiles.of(Map.of(
                "b/two.yaml",
                "model: two\nx: 1\nfields:\n  a: { type: txt }\n",
                "a/app.yaml",
                "app: b\nroles: {}\n",
                "a/good.yaml",
                GOOD,
                "a/one.yaml",
                "",
                "Bad/m.yaml",
                GOOD,
                "alone.yaml",
                GOOD,
                "a/yml.yml",
                GOOD,
                "a/actions/enter.yaml",
                "action: enter")));

        assertThat(faults.stream().map(fault -> fault.file() + ":" + fault.line() + ":" + fault.column()))
                .containsExactly(
                        "Bad/m.yaml:1:1",
                        "a/actions/enter.yaml:1:1",
                        "a/app.yaml:1:6",
                        "a/app.yaml:2:1",
                        "a/one.yaml:1:1",
                        "a/yml.yml:1:1",
                        "alone.yaml:1:1",
                        "b/two.yaml:2:1",
                        "b/two.yaml:4:14");
    }

    @Test
    void a_model_has_its_name_in_all_applications() {
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", GOOD, "b/good.yaml", GOOD))))
                .singleElement()
                .hasToString(
                        "b/good.yaml:1:8: there is a model 'good' already, in a/good.yaml; names of models are unique"
                                + " in all applications");
    }

    @Test
    void bytes_that_are_no_utf8_are_a_fault_where_they_stand() {
        byte[] bytes = "model: good\nlabel: M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(faults(new MetadataFiles(new TreeMap<>(Map.of("a/good.yaml", bytes)))))
                .singleElement()
                .hasToString("a/good.yaml:2:9: the file is not UTF-8 from here on; save it as UTF-8");
    }

    @Test
    void characters_that_yaml_does_not_have_are_a_fault_where_they_stand() {
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", "model: good\nlabel: a\u0000b\n"))))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString())
                        .startsWith("a/good.yaml:2:9: the character U+0000 is not allowed"));
        assertThat(faults(MetadataFiles.of(
                        Map.of("a/good.yaml", "model: good\nlabel: \"a\\0b\"\n" + GOOD.substring(12)))))
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault.toString()).startsWith("a/good.yaml:2:8: 'label' must not contain"));
    }

    @Test
    void a_file_that_is_too_long_or_too_deep_is_a_fault() {
        String comment = "#" + " ".repeat(256 * 1024) + "\n" + GOOD;
        String deep = "model: good\nlabel: " + "[".repeat(5_000) + "]".repeat(5_000) + "\n";
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", comment))))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("262144 bytes"));
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", deep)))).isNotEmpty();
    }

    @Test
    void a_file_with_two_documents_is_a_fault() {
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", GOOD + "---\n" + GOOD))))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).startsWith("a/good.yaml:4:1: not valid YAML: "));
    }

    @Test
    void a_bomb_of_aliases_is_refused_without_being_followed() {
        StringBuilder bomb = new StringBuilder("model: good\na0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(faults(MetadataFiles.of(Map.of("a/good.yaml", bomb + "me: &me [*me]\n"))))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.message()).containsAnyOf("anchor", "not valid YAML"));
    }

    @Test
    void a_model_has_1_000_fields_at_most() throws MetadataFaults {
        assertThat(CatalogReader.read(many(1_000)).models()).hasSize(1);
        assertThat(faults(many(1_001)))
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault.message()).contains("a model has 1 to 1000 fields, this one 1001"));
    }

    private static MetadataFiles many(int fields) {
        StringBuilder file = new StringBuilder("model: good\nfields:\n");
        for (int i = 0; i < fields; i++) {
            file.append("  f").append(i).append(": { type: integer }\n");
        }
        return MetadataFiles.of(Map.of("a/good.yaml", file.toString()));
    }

    @Test
    void what_a_file_leaves_out_has_the_documented_value() throws MetadataFaults {
        CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(
                Map.of("app/firstThing.yaml", "model: firstThing\nfields:\n  shortName: { type: text }\n")));
        Model model = Objects.requireNonNull(checked.models().get("firstThing"));
        Field field = Objects.requireNonNull(model.field("shortName"));

        assertThat(checked.applications().get("app")).isEqualTo(new Application("app", "App"));
        assertThat(model.label()).isEqualTo("First thing");
        assertThat(model.idType()).isEqualTo(IdType.UUID);
        assertThat(model.idAssigned()).isEqualTo(Model.IdAssigned.SERVER);
        assertThat(model.conditionRequired()).isTrue();
        assertThat(model.display()).containsExactly("shortName");
        assertThat(field.label()).isEqualTo("Short name");
        assertThat(field.type().sqlType(field)).isEqualTo("varchar(255) COLLATE \"C\"");
        assertThat(field.required()).isFalse();
        assertThat(field.defaultValue()).isNull();
    }

    @Test
    void the_hash_changes_with_every_byte_and_every_name() throws MetadataFaults {
        assertThat(List.of(
                        hash(Map.of("a/good.yaml", GOOD)),
                        hash(Map.of("b/good.yaml", GOOD)),
                        hash(Map.of("a/good.yaml", GOOD + "\n")),
                        hash(Map.of("a/good.yaml", GOOD, "a/app.yaml", "label: A"))))
                .doesNotHaveDuplicates();
        assertThat(hash(Map.of("a/good.yaml", GOOD))).isEqualTo(hash(Map.of("a/good.yaml", GOOD)));
    }

    private static String hash(Map<String, String> files) throws MetadataFaults {
        return CatalogReader.read(MetadataFiles.of(files)).hash();
    }

    @Test
    void names_in_the_database_fit_63_bytes_and_never_meet() throws MetadataFaults {
        String model = "m" + "o".repeat(50);
        String field = "f" + "i".repeat(49);
        String file = "model: %s\nfields:\n  %s1: { type: reference, model: %s, unique: true }\n"
                        .formatted(model, field, model)
                + "  %s2: { type: reference, model: %s }\n".formatted(field, model)
                + "relationships:\n  %s3: { kind: manyToMany, model: %s }\n".formatted(field, model)
                + "  %s4: { kind: manyToMany, model: %s }\n".formatted(field, model);
        Model long1 = Objects.requireNonNull(CatalogReader.read(MetadataFiles.of(Map.of("a/" + model + ".yaml", file)))
                .models()
                .get(model));
        List<String> names = new ArrayList<>(Indexes.of(long1).keySet());
        long1.uniques().forEach(key -> names.add(key.name()));
        long1.relationships().values().forEach(one -> names.add(one.linkTable()));
        long1.fields().keySet().forEach(one -> names.add(DatabaseNames.foreignKey(model, one)));
        long1.fields().keySet().forEach(one -> names.add(DatabaseNames.check(model, one, "required")));

        assertThat(names).hasSize(8).doesNotHaveDuplicates().allMatch(name -> name.length() <= 63);
    }

    private static List<MetadataFault> faults(MetadataFiles files) {
        MetadataFaults faults = catchThrowableOfType(MetadataFaults.class, () -> CatalogReader.read(files));
        return faults == null ? List.of() : faults.faults();
    }
}
