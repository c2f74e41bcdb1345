package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metadata that would be much, or that would be shown in ways which nobody has written: bounded, clear and soon. */
@Timeout(60)
class HostileFilesTest {

    @Test
    void ten_thousand_fields_are_one_fault() {
        StringBuilder file = new StringBuilder("model: good\nfields:\n");
        for (int i = 0; i < 10_000; i++) {
            file.append("  f").append(i).append(": { typ: txt }\n");
        }
        List<MetadataFault> faults = faults(Map.of("a/good.yaml", file.toString()));
        assertThat(faults.get(0).message()).contains("1 to 1000 fields, this one 10000");
        assertThat(faults).hasSizeLessThanOrEqualTo(1_001);
    }

    @Test
    void of_a_file_that_is_faulty_throughout_the_first_thousand_faults_are_told_and_that_there_are_more() {
        String file = "model: good\nfields:\n  a: { type: text }\n" + words(5_000);
        List<MetadataFault> faults = faults(Map.of("a/good.yaml", file, "b/other.yaml", "model: other\nx: 1\n"));
        assertThat(faults).hasSize(1_003);
        assertThat(faults.get(1_000).message()).contains("more faults from here on");
        assertThat(faults.get(1_001).file()).isEqualTo("b/other.yaml");
    }

    @Test
    void two_hundred_faults_are_all_told() {
        assertThat(faults(Map.of("a/good.yaml", "model: good\nfields:\n  a: { type: text }\n" + words(200))))
                .hasSize(200);
    }

    @Test
    void of_thousands_of_faulty_files_ten_thousand_faults_are_told_and_how_many_there_are() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < 900; i++) {
            files.put("a/m" + i + ".yaml", "model: m" + i + "\n" + words(20) + "fields: { a: { type: text } }\n");
        }
        List<MetadataFault> faults = faults(files);
        assertThat(faults).hasSize(10_001);
        assertThat(faults.get(10_000).message()).isEqualTo("there are 18000 faults in all");
    }

    private static String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append("word").append(i).append(": 1\n");
        }
        return words.toString();
    }

    @Test
    void ten_thousand_options_are_one_fault() {
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            options.append(i == 0 ? "" : ", ").append("O").append(i);
        }
        assertThat(faults(Map.of(
                        "a/good.yaml",
                        "model: good\nfields:\n  a: { type: enum, options: [" + options + "], default: O1 }\n")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("500"));
    }

    @Test
    void what_a_file_says_is_shown_without_what_a_terminal_would_obey_and_not_at_any_length() {
        String file = "model: good\nfields: { a: { type: text } }\n" + "\"\\e[31m\\nERROR forged\\u202E\\u200B\": 1\n"
                + "? \"" + "x".repeat(100_000) + "\"\n: 1\n";
        List<MetadataFault> faults = faults(Map.of("a/good.yaml", file, "a\u001b\n/x.yaml", "model: x\n"));
        assertThat(faults).hasSize(3);
        for (MetadataFault fault : faults) {
            assertThat(fault.toString().codePoints())
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            assertThat(fault.message()).hasSizeLessThan(1_010);
        }
        assertThat(faults.toString()).contains("\\u001B[31m\\u000AERROR forged\\u202E\\u200B");
    }

    @Test
    void models_whose_names_differ_in_case_only_are_a_fault_across_applications() {
        String fields = "\nfields: { a: { type: text } }\n";
        assertThat(faults(Map.of("a/userId.yaml", "model: userId" + fields, "b/userid.yaml", "model: userid" + fields)))
                .singleElement()
                .hasToString(
                        "b/userid.yaml:1:8: 'userid' differs from the model 'userId' in the case of its letters only;"
                                + " take another name");
    }

    @Test
    void a_pattern_is_never_searched_for_in_more_than_its_field_may_hold() throws MetadataFaults {
        CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(Map.of(
                "a/good.yaml",
                "model: good\nfields:\n  a: { type: text, rules: [ { rule: pattern, value: \"^(?:(?:a|b)*c?){500}$\" },"
                        + " { rule: maxLength, value: 200 } ] }\n")));
        Field field = Objects.requireNonNull(
                Objects.requireNonNull(checked.models().get("good")).field("a"));
        String long1 = "a".repeat(16 << 20) + "!";
        long start = System.nanoTime();
        assertThat(field.rules().stream().filter(rule -> !rule.accepts(long1)).map(Rule::code))
                .containsExactly("maxLength");
        assertThat(field.rules().stream().filter(rule -> !rule.accepts("a!")).map(Rule::code))
                .containsExactly("pattern");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void patterns_that_explode_elsewhere_take_linear_time() throws ValueFault {
        String text = "a".repeat(20_000) + "!";
        long start = System.nanoTime();
        for (String pattern : List.of(
                "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "^(a?){50}a{50}$")) {
            assertThat(new PatternRule(pattern).accepts(text)).as(pattern).isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private static List<MetadataFault> faults(Map<String, String> files) {
        MetadataFaults faults =
                catchThrowableOfType(MetadataFaults.class, () -> CatalogReader.read(MetadataFiles.of(files)));
        return faults == null ? List.of() : faults.faults();
    }
}
