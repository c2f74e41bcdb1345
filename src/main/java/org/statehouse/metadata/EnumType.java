package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of a list of keys: {@code varchar} with a CHECK. The value is the key, never its label. */
class EnumType extends CharacterType {

    /** Characters of the longest key. */
    private static final int KEY_LENGTH = 100;

    private static final int MAX_OPTIONS = 500;

    @Override
    public String name() {
        return "enum";
    }

    @Override
    public Map<String, SettingForm> settings() {
        return Map.of("options", SettingForm.OPTIONS);
    }

    @Override
    public void check(Settings settings) throws ValueFault {
        checkOptions(settings);
    }

    /** Refuses options that no choice can have. */
    static void checkOptions(Settings settings) throws ValueFault {
        Map<String, String> options = settings.options();
        if (options.isEmpty() || options.size() > MAX_OPTIONS) {
            throw new ValueFault(
                    "options",
                    "must name 1 to " + MAX_OPTIONS + " keys with labels, such as {OPEN: Open, CLOSED: Closed}",
                    Map.of());
        }
        for (String key : options.keySet()) {
            Characters.require(key);
            if (key.isEmpty() || Characters.length(key) > KEY_LENGTH) {
                throw new ValueFault("options", "must have keys of 1 to " + KEY_LENGTH + " characters", Map.of());
            }
        }
    }

    @Override
    public String sqlType(Field field) {
        return "varchar(" + KEY_LENGTH + ")" + COLLATION;
    }

    @Override
    public List<Rule> impliedRules(Settings settings) {
        return List.of(new OptionsRule(List.copyOf(settings.options().keySet()), false));
    }

    @Override
    public FormControl form(Field field) {
        return FormControl.of(FormControl.Kind.SELECT).withOptions(field.settings());
    }

    @Override
    public Set<Operator> operators() {
        return Operator.CHOICE;
    }

    @Override
    public int keyBytes(Field field) {
        return 4 * KEY_LENGTH;
    }

    @Override
    public ObjectNode readSchema(Field field) {
        ObjectNode schema = ValueSchema.of("string");
        Map<String, String> options = field.settings().options();
        options.keySet().forEach(schema.withArray("enum")::add);
        ObjectNode labels = schema.putObject("x-statehouse-labels");
        options.forEach(labels::put);
        return schema;
    }

    @Override
    public ObjectNode writeSchema(Field field) {
        return field.normalizations().isEmpty() ? readSchema(field) : ValueSchema.of("string");
    }
}
