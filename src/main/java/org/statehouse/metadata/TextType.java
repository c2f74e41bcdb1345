package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A line of text: {@code varchar(n)}, 255 characters unless {@code maxLength} says otherwise. */
class TextType extends CharacterType {

    /** The greatest {@code maxLength}. */
    private static final int LIMIT = 10_000;

    @Override
    public String name() {
        return "text";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("minLength", SettingForm.WHOLE_NUMBER, "maxLength", SettingForm.WHOLE_NUMBER);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        int max = maxLength(settings);
        if (max < 1 || max > limit()) {
            throw new ValueFault("maxLength", "must be between 1 and " + limit(), Map.of());
        }
        if (settings.integer("minLength", 0) > max) {
            throw new ValueFault("minLength", "must not be greater than maxLength, which is " + max, Map.of());
        }
    }

    @Override
    public String sqlType(Field field) {
        return "varchar(" + maxLength(field.settings()) + ")" + COLLATION;
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        List<Rule> rules = new ArrayList<>();
        int min = settings.integer("minLength", 0);
        if (min > 0) {
            rules.add(new MinLengthRule(min));
        }
        rules.add(new MaxLengthRule(maxLength(settings)));
        return rules;
    }

    @Override
    public FormControl form(Field field) {
        return control(FormControl.Kind.TEXT_INPUT, field);
    }

    @Override
    public Set<Operator> operators() {
        return Operator.TEXT;
    }

    @Override
    public boolean textual() {
        return true;
    }

    @Override
    public boolean searchable() {
        return true;
    }

    @Override
    public int keyBytes(Field field) {
        return 4 * maxLength(field.settings());
    }

    final FormControl control(FormControl.Kind kind, Field field) {
        return FormControl.of(kind).with(field.settings(), "minLength").with("maxLength", maxLength(field.settings()));
    }

    /** How long a value may be when the file says nothing. */
    int standardLength() {
        return 255;
    }

    int limit() {
        return LIMIT;
    }

    final int maxLength(Settings settings) {
        return settings.integer("maxLength", standardLength());
    }
}
