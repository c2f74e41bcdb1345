package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.problem.Violation;

/** A secret on its way in: what is taken, what it tells of itself, and that nothing can read it. */
class PasswordTypeTest {

    private final Field field = FieldTypeConformance.field("type: password, strength: standard");

    @Test
    void text_is_taken_and_normalised() throws Exception {
        assertThat(password("Pass123w").clear()).isEqualTo("Pass123w");
        assertThat(password("e\u0301\ufb01 １").clear()).isEqualTo("\u00e9fi 1");
        assertThat(password("  x  ").clear()).isEqualTo("  x  ");
        assertThat(((Password) field.type().fromText(field, "cell")).clear()).isEqualTo("cell");
        assertThat(field.fromJson(null)).isNull();
    }

    @Test
    void what_is_no_password_is_refused_without_being_shown() {
        String tooLong = "x".repeat(129);
        String grows = "\ufdfa".repeat(128);
        for (String text : List.of("a\0b", "a\ud800", "\udc00\ud800", tooLong, grows, "y".repeat(100_000))) {
            assertThatThrownBy(() -> password(text))
                    .isInstanceOf(ValueFault.class)
                    .hasMessageStartingWith("must")
                    .hasMessageNotContaining(text);
        }
        for (Object json :
                List.of(IntNode.valueOf(12345678), Json.MAPPER.createObjectNode(), Json.MAPPER.createArrayNode())) {
            assertThatThrownBy(() -> field.fromJson((com.fasterxml.jackson.databind.JsonNode) json))
                    .isInstanceOf(ValueFault.class)
                    .hasMessage("must be text");
        }
        assertThat("\ud83d\ude00".repeat(128))
                .satisfies(text -> assertThat(password(text).clear()).isEqualTo(text));
    }

    @Test
    void a_password_tells_nothing_and_equals_nothing_but_itself() throws Exception {
        Password one = password("Pass123w");
        assertThat(one)
                .hasToString("a password")
                .isNotEqualTo(password("Pass123w"))
                .isNotEqualTo(Password.STORED);
        assertThat(one.hashed("$argon2id$x")).hasToString("a password");
        assertThatThrownBy(
                        () -> field.type().toJson(field, Json.MAPPER.createGenerator(new java.io.StringWriter()), one))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("Pass123w");
        assertThatThrownBy(() -> Password.STORED.clear()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(one::hash).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void filters_know_only_whether_there_is_one() {
        assertThat(field.type().operators()).containsExactlyInAnyOrder(Operator.IS_NULL, Operator.IS_NOT_NULL);
        assertThat(field.type().searchable()).isFalse();
        assertThat(field.type().keyable()).isFalse();
        assertThat(field.type().writeOnly()).isTrue();
    }

    @Test
    void a_schema_of_writes_says_that_it_is_written_only() {
        ObjectNode schema = field.type().writeSchema(field);
        assertThat(schema.path("writeOnly").booleanValue()).isTrue();
        assertThatThrownBy(() -> field.type().readSchema(field)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void strength_is_an_upper_case_letter_a_lower_case_letter_and_a_digit() throws Exception {
        for (String good : List.of("Password123", "Pass123w", "MyP@ssw0rd!2024", "Äaa٣aaaa")) {
            assertThat(broken(good)).as(good).isEmpty();
        }
        assertThat(broken("Pass1")).containsExactly("Value must be at least 8 characters long");
        assertThat(broken("password123")).containsExactly("Value must have an upper-case letter as well");
        assertThat(broken("PASSWORD123")).containsExactly("Value must have a lower-case letter as well");
        assertThat(broken("PasswordABC")).containsExactly("Value must have a digit as well");
        assertThat(broken("--------"))
                .containsExactly("Value must have an upper-case letter, a lower-case letter and a digit as well");
        assertThat(broken("")).hasSize(2);
    }

    @Test
    void a_stored_password_breaks_no_rule_that_begins_to_apply() throws Exception {
        Rule strength = new ConditionalRule(
                new ClearTextRule(new PasswordStrengthRule()),
                new Condition.Term("role", Operator.IN, List.of("ADMIN")));
        assertThat(strength.accepts(Password.STORED)).isTrue();
        assertThat(strength.accepts(password("weakest"))).isFalse();
        assertThat(strength.violations(field, password("WEAKEST1")))
                .extracting(Violation::message)
                .containsExactly("Value must have a lower-case letter as well");
    }

    @Test
    void a_message_of_the_files_own_takes_the_place_of_the_rules() throws Exception {
        Field worded = FieldTypeConformance.field(
                "type: password, strength: standard, messages: { passwordStrength: \"{label} is weak\" }");
        Password weak = (Password) Objects.requireNonNull(worded.fromJson(TextNode.valueOf("password")));
        assertThat(messages(worded, weak)).containsExactly("Value is weak");
    }

    private List<String> broken(String text) throws ValueFault {
        return messages(field, password(text));
    }

    private static List<String> messages(Field field, Password value) {
        return field.rules().stream()
                .filter(rule -> !rule.accepts(value))
                .flatMap(rule -> rule.violations(field, value).stream())
                .map(violation -> violation.message())
                .toList();
    }

    private Password password(String text) throws ValueFault {
        return (Password) Objects.requireNonNull(field.fromJson(TextNode.valueOf(text)));
    }
}
