package org.statehouse.metadata;

import java.util.List;
import java.util.Map;

/** An address of the web: {@code varchar(2048)}. */
class UrlType extends TextType {

    /** Characters that all browsers and proxies take. */
    private static final int LENGTH = 2_048;

    @Override
    public String name() {
        return "url";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("maxLength", SettingForm.WHOLE_NUMBER);
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return List.of(new MaxLengthRule(maxLength(settings)), new UrlRule());
    }

    @Override
    public FormControl form(Field field) {
        return control(FormControl.Kind.URL_INPUT, field);
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
