package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is written and never read: the column has its hash, in PHC string form, and nobody is told more than whether
 * there is one. Typed values are {@link Password}; text is normalised by NFKC before it is checked and hashed, so that one
 * password typed on two keyboards is one (NIST SP 800-63B, 3.1.1.2).
 */
final class PasswordType implements FieldType {

    /** Code points that a password may have. */
    static final int MAX_LENGTH = 128;
    /** Bytes of UTF-8 that may be hashed: a code point may become up to 18 of them when it is normalised. */
    private static final int MAX_BYTES = 1_024;
    /** What every hash begins with. */
    private static final String PREFIX = "$argon2id$";

    private static final List<String> STRENGTHS = List.of("none", "standard");

    @Override
    public String name() {
        return "password";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of(
                "minLength", SettingForm.WHOLE_NUMBER,
                "maxLength", SettingForm.WHOLE_NUMBER,
                "strength", SettingForm.TEXT);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        int max = maxLength(settings);
        int min = minLength(settings);
        if (max < 1 || max > MAX_LENGTH) {
            throw new ValueFault("maxLength", "must be between 1 and " + MAX_LENGTH, Map.of());
        }
        if (min < 1 || min > max) {
            throw new ValueFault("minLength", "must be between 1 and maxLength, which is " + max, Map.of());
        }
        String strength = settings.text("strength");
        if (strength != null && !STRENGTHS.contains(strength)) {
            throw new ValueFault(
                    "strength",
                    "must be one of " + String.join(", ", STRENGTHS) + Nearest.suggestion(strength, STRENGTHS),
                    Map.of());
        }
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new ClearTextRule(new MinLengthRule(minLength(settings))));
        rules.add(new ClearTextRule(new MaxLengthRule(maxLength(settings))));
        if ("standard".equals(settings.text("strength"))) {
            rules.add(new ClearTextRule(new PasswordStrengthRule()));
        }
        return rules;
    }

    @Override
    public String sqlType(Field field) {
        return "varchar(255)" + CharacterType.COLLATION;
    }

    @Override
    public String castType(Field field) {
        return "varchar";
    }

    @Override
    public List<String> checks(Field field, String column) {
        return List.of("starts_with(" + column + ", '" + PREFIX + "')");
    }

    @Override
    public Object fromJson(Field field, JsonNode value) throws ValueFault {
        if (!value.isTextual()) {
            throw new ValueFault("type", "must be text", Map.of("type", name()));
        }
        return fromText(field, value.textValue());
    }

    @Override
    public Object fromText(Field field, String text) throws ValueFault {
        if (text.length() <= 2 * MAX_LENGTH) {
            String clear = Normalizer.normalize(Characters.require(text), Normalizer.Form.NFKC);
            if (Characters.length(text) <= MAX_LENGTH && clear.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
                return Password.of(clear);
            }
        }
        throw new ValueFault(
                MaxLengthRule.CODE,
                "must be at most " + MAX_LENGTH + " characters long and " + MAX_BYTES
                        + " bytes once it is normalised (NFKC)",
                Map.of(MaxLengthRule.CODE, MAX_LENGTH));
    }

    @Override
    public void toJson(Field field, JsonGenerator out, Object value) {
        throw new IllegalStateException("A password is never written: " + field.name());
    }

    @Override
    public void toDocument(Field field, JsonGenerator out, Object value) throws IOException {
        out.writeString(((Password) value).hash());
    }

    /** Reads what {@link #readSql} gives. */
    @Override
    public @Nullable Object read(Field field, ResultSet row, int column) throws SQLException {
        return row.getBoolean(column) ? Password.STORED : null;
    }

    @Override
    public void bind(Field field, PreparedStatement statement, int parameter, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.VARCHAR);
        } else {
            statement.setString(parameter, ((Password) value).hash());
        }
    }

    @Override
    public String readSql(Field field, String column) {
        return "CASE WHEN " + column + " IS NOT NULL THEN TRUE END";
    }

    @Override
    public ObjectNode readSchema(Field field) {
        throw new IllegalStateException("A password is never read: " + field.name());
    }

    /** Without the field's own lengths, which hold for the text once it is normalised. */
    @Override
    public ObjectNode writeSchema(Field field) {
        return ValueSchema.of("string").put("maxLength", MAX_LENGTH).put("writeOnly", true);
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.PASSWORD_INPUT)
                .with("minLength", minLength(field.settings()))
                .with("maxLength", maxLength(field.settings()));
    }

    @Override
    public boolean writeOnly() {
        return true;
    }

    @Override
    public boolean keyable() {
        return false;
    }

    @Override
    public Set<Operator> operators() {
        return Operator.PRESENCE;
    }

    private static int minLength(Settings settings) {
        return settings.integer("minLength", Math.min(8, maxLength(settings)));
    }

    private static int maxLength(Settings settings) {
        return settings.integer("maxLength", MAX_LENGTH);
    }
}
