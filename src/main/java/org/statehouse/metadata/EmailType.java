package org.statehouse.metadata;

import java.util.List;
import java.util.Map;

/** An e-mail address: {@code varchar(254)}, the longest that mail systems take (RFC 5321). */
final class EmailType extends TextType {

    private static final int LENGTH = 254;

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("maxLength", SettingForm.WHOLE_NUMBER);
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return List.of(new MaxLengthRule(maxLength(settings)), new EmailRule());
    }

    @Override
    public FormControl form(Field field) {
        return control(FormControl.Kind.EMAIL_INPUT, field);
    }

    @Override
    int standardLength() {
        return LENGTH;
    }

    @Override
    int limit() {
        return LENGTH;
    }
}
