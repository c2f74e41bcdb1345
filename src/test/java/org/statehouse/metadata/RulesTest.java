package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules are made of; what they accept is in the corpus of rules. */
class RulesTest {

    @Test
    void a_rule_says_the_same_in_its_message_its_parameters_and_its_sql() {
        assertThat(new RequiredRule(true).checks("\"x\"")).containsExactly("\"x\" <> ''");
        assertThat(new RequiredRule(false).ownChecks("\"x\"")).containsExactly("\"x\" IS NOT NULL");
        assertThat(new MinLengthRule(1).message()).isEqualTo("must be at least 1 character long");
        assertThat(new MaxLengthRule(4).ownChecks("\"x\"")).containsExactly("char_length(\"x\") <= 4");
        assertThat(new MaxRule(7L).params()).isEqualTo(Map.of("max", 7L));
        assertThat(new MaxRule(7L).checks("\"n\"")).containsExactly("\"n\" <= 7");
        assertThat(new OptionsRule(List.of("a", "it's"), false).checks("\"o\""))
                .containsExactly("\"o\" IN ('a', 'it''s')");
        Condition.Term when = new Condition.Term("k", Operator.IN, List.of("A"));
        assertThat(new ConditionalRule(new MaxRule(7L), when).checks("\"n\""))
                .containsExactly("(\"k\" IN ('A')) IS NOT TRUE OR (\"n\" <= 7)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(?=a)",
                "(?<!a)b",
                "(?i)a",
                "(?<name>a)",
                "(a)\\1",
                "\\p{L}",
                "\\u0041",
                "\\0",
                "\\101",
                "\\A",
                "\\z",
                "\\Qa\\E",
                "\\-",
                "[]a]",
                "[^]",
                "[a-\\d]",
                "[z-a]",
                "[[:alpha:]]",
                "a**",
                "a++",
                "^*",
                "*a",
                "a{,5}",
                "a{2",
                "a{3,2}",
                "a{1001}",
                "a}",
                "a]",
                "(a",
                "a)",
                "[a",
                "a\\",
                "\\x4",
                "((a{100}){100}){100}"
            })
    void a_pattern_that_javascript_and_java_do_not_share_is_refused(String pattern) {
        assertThatThrownBy(() -> new PatternRule(pattern)).isInstanceOf(ValueFault.class);
    }

    @Test
    void a_pattern_of_257_characters_is_refused_and_of_256_taken() throws ValueFault {
        assertThat(new PatternRule("a".repeat(256)).accepts("a")).isFalse();
        assertThatThrownBy(() -> new PatternRule("a".repeat(257))).isInstanceOf(ValueFault.class);
    }

    @Test
    void a_message_of_its_own_replaces_the_whole_sentence_and_takes_parameters() throws ValueFault {
        Rule rule = RewordedRule.of(new MaxLengthRule(60), "{label}: {maxLength} at most");
        assertThat(rule.sentence("Name")).isEqualTo("Name: 60 at most");
        assertThat(new MaxLengthRule(60).sentence("Name")).isEqualTo("Name must be at most 60 characters long");
        assertThatThrownBy(() -> RewordedRule.of(new MaxLengthRule(60), "{min}"))
                .isInstanceOf(ValueFault.class);
    }

    @Test
    void every_rule_is_found_by_its_code() {
        assertThat(Rules.codes())
                .containsExactly(
                        "required",
                        "unique",
                        "minLength",
                        "maxLength",
                        "min",
                        "max",
                        "step",
                        "minSelections",
                        "maxSelections",
                        "schema",
                        "pattern",
                        "email",
                        "alphanumeric",
                        "url",
                        "videoUrl",
                        "isbn10",
                        "isbn13",
                        "passwordStrength",
                        "options",
                        "exists");
    }
}
