package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each rule accepts, and that its message, parameters and SQL say the same. */
class RulesTest {

    private static final String LOCAL_64 = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user+tag@example.com",
                "user_name@x.co",
                "first.last+tag@sub.domain.example.com",
                "o'neill@example.ie",
                "stanisław.wójcik@wp.pl",
                "a@b-c.de",
                "用户@例子.公司"
            })
    void an_address_as_people_have_them_is_an_email(String address) {
        assertThat(new EmailRule().accepts(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userexample.com",
                "user@",
                "@example.com",
                "user@@example.com",
                "a@b@c.com",
                "user@.com",
                "user@domain.",
                "user@domain..com",
                "user name@example.com",
                " user@example.com",
                "user@example.com ",
                "user@exam ple.com",
                "user\u00a0name@example.com",
                "<>",
                "<user@example.com>",
                "user@a",
                "user@-domain.com",
                "user@domain-.com",
                ".user@example.com",
                "user.@example.com",
                "us..er@example.com",
                "user@127.0.0.1",
                "user@example.c",
                "user@example.com\n",
                ""
            })
    void what_is_no_address_is_no_email(String address) {
        assertThat(new EmailRule().accepts(address)).isFalse();
    }

    @Test
    void the_parts_of_an_email_have_the_lengths_that_mail_systems_take() {
        assertThat(new EmailRule().accepts(LOCAL_64 + "@" + "b".repeat(63) + ".com"))
                .isTrue();
        assertThat(new EmailRule().accepts(LOCAL_64 + "a@example.com")).isFalse();
        assertThat(new EmailRule().accepts("a@" + "b".repeat(64) + ".com")).isFalse();
    }

    @Test
    void required_refuses_the_empty_text_and_nothing_else_that_is_not_null() {
        Rule rule = new RequiredRule(true);
        assertThat(List.of("a", " ", "\t", "\n", "0", 0L, false, true, BigDecimal.ZERO))
                .allMatch(rule::accepts);
        assertThat(rule.accepts("")).isFalse();
        assertThat(rule.checks("\"x\"")).containsExactly("\"x\" <> ''");
    }

    @Test
    void lengths_count_code_points() {
        String four = "a\uD83D\uDE00é\uD83D\uDE80";
        assertThat(new MaxLengthRule(4).accepts(four)).isTrue();
        assertThat(new MaxLengthRule(3).accepts(four)).isFalse();
        assertThat(new MinLengthRule(4).accepts(four)).isTrue();
        assertThat(new MinLengthRule(5).accepts(four)).isFalse();
        assertThat(new MinLengthRule(1).message()).isEqualTo("must be at least 1 character long");
    }

    @Test
    void bounds_are_allowed_values_themselves() {
        assertThat(new MinRule(new BigDecimal("1.50")).accepts(new BigDecimal("1.50")))
                .isTrue();
        assertThat(new MinRule(new BigDecimal("1.50")).accepts(new BigDecimal("1.49")))
                .isFalse();
        assertThat(new MaxRule(7L).accepts(7L)).isTrue();
        assertThat(new MaxRule(7L).accepts(8L)).isFalse();
        assertThat(new MaxRule(7L).params()).isEqualTo(Map.of("max", 7L));
        assertThat(new MaxRule(7L).checks("\"n\"")).containsExactly("\"n\" <= 7");
    }

    @Test
    void options_are_keys_and_not_their_labels() {
        OptionsRule rule = new OptionsRule(List.of("option1", "it's"), false);
        assertThat(rule.accepts("option1")).isTrue();
        assertThat(List.of("option4", "", "OPTION1", "First Option")).noneMatch(rule::accepts);
        assertThat(rule.checks("\"o\"")).containsExactly("\"o\" IN ('option1', 'it''s')");
    }

    @Test
    void a_set_has_no_other_keys_than_the_options_and_as_many_as_are_allowed() {
        OptionsRule options = new OptionsRule(List.of("A", "it's"), true);
        assertThat(options.accepts(List.of())).isTrue();
        assertThat(options.accepts(List.of("A", "it's"))).isTrue();
        assertThat(options.accepts(List.of("A", "C"))).isFalse();
        assertThat(options.checks("\"o\"")).containsExactly("\"o\" <@ ARRAY['A', 'it''s']::text[]");
        assertThat(new MinSelectionsRule(1).accepts(List.of())).isFalse();
        assertThat(new MinSelectionsRule(1).accepts(List.of("A"))).isTrue();
        assertThat(new MaxSelectionsRule(1).accepts(List.of("A"))).isTrue();
        assertThat(new MaxSelectionsRule(1).accepts(List.of("A", "B"))).isFalse();
        assertThat(new RequiredRule(false).accepts(List.of())).isFalse();
    }

    @Test
    void steps_begin_at_the_least_value_and_are_counted_exactly() {
        assertThat(new StepRule(5L, null).accepts(10L)).isTrue();
        assertThat(new StepRule(5L, null).accepts(-10L)).isTrue();
        assertThat(new StepRule(5L, null).accepts(9L)).isFalse();
        assertThat(new StepRule(5L, 3L).accepts(8L)).isTrue();
        assertThat(new StepRule(5L, 3L).accepts(10L)).isFalse();
        assertThat(new StepRule(2L, null).accepts(Long.MAX_VALUE)).isFalse();
        assertThat(new StepRule(2L, Long.MIN_VALUE).accepts(Long.MAX_VALUE - 1)).isTrue();
        assertThat(new StepRule(0.1, null).accepts(0.3)).isTrue();
        assertThat(new StepRule(0.1, null).accepts(0.35)).isFalse();
        assertThat(new StepRule(new BigDecimal("0.05"), null).accepts(new BigDecimal("99999999.95")))
                .isTrue();
        assertThat(new StepRule(new BigDecimal("0.05"), null).accepts(new BigDecimal("0.01")))
                .isFalse();
        assertThat(new StepRule(5L, null).message()).isEqualTo("must be a multiple of 5");
        assertThat(new StepRule(5L, 3L).message()).isEqualTo("must be a number of steps of 5 from 3");
        assertThat(new StepRule(5L, 3L).checks("\"n\"")).containsExactly("mod(\"n\"::numeric - (3), 5) = 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com/",
                "HTTPS://Example.COM:8443/a/b?c=d&e=%20f#g",
                "http://localhost:8080/x",
                "http://127.0.0.1",
                "http://[::1]:80/",
                "https://münchen.example/straße?q=日本",
                "https://example.com./a(b)",
                "https://example.com:65535",
                "https://a.b/c,d;e"
            })
    void an_address_of_the_web_is_a_url(String address) {
        assertThat(new UrlRule().accepts(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "//example.com",
                "ftp://example.com",
                "javascript:alert(1)",
                "mailto:a@b.example",
                "http://",
                "http:///path",
                "http://?q",
                "http://user:secret@example.com",
                "http://-a.example",
                "http://a-.example",
                "http://a..example",
                "http://example.com:65536",
                "http://example.com:",
                "http://example.com/a b",
                " http://example.com",
                "http://example.com\n",
                "http://example.com/%zz",
                "http://example.com/<b>",
                "http://example.com/\"x",
                "http://exa\u00a0mple.com"
            })
    void what_is_no_address_of_the_web_is_no_url(String address) {
        assertThat(new UrlRule().accepts(address)).isFalse();
    }

    @Test
    void a_pattern_is_found_anywhere_unless_it_is_tied_to_the_ends() throws ValueFault {
        assertThat(new PatternRule("[0-9]{3}").accepts("abc123def")).isTrue();
        assertThat(new PatternRule("^[0-9]{3}$").accepts("abc123def")).isFalse();
        assertThat(new PatternRule("^[0-9]{3}$").accepts("123\n")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "^.$ ; \uD83D\uDE00 ; true",
                "^[\uD83D\uDE00-\uD83D\uDE02]$ ; \uD83D\uDE01 ; true",
                "^\\w+\\s\\w+$ ; a\u00a0b ; true",
                "^[\\s]$ ; \u2028 ; true",
                "^.$ ; \u2028 ; false",
                "^a{2,3}$ ; aaaa ; false",
                "^(?:a|b)+?$ ; abba ; true",
                "\\x41\\. ; A. ; true",
                "[\\-x\\]]{2} ; -] ; true",
                "^\\d+$ ; ٣ ; false",
                "^[^a-c]$ ; d ; true",
                "\\bcat\\b ; concat ; false"
            })
    void a_pattern_means_what_it_means_in_javascript(String pattern, String value, boolean found) throws ValueFault {
        assertThat(new PatternRule(pattern).accepts(value)).isEqualTo(found);
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
                        "pattern",
                        "email",
                        "alphanumeric",
                        "url",
                        "isbn10",
                        "isbn13",
                        "passwordStrength",
                        "options",
                        "exists");
        assertThat(Rules.LATER).doesNotContainAnyElementsOf(Rules.codes());
    }
}
