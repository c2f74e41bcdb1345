package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All rules: one line a rule. */
final class Rules {

    /** What a file gives with a rule. */
    enum Argument {
        /** Nothing. */
        NONE,
        /** A value, required; the rule is the setting of the same name in another place. */
        SETTING,
        /** A value, required, from which the rule is made. */
        VALUE,
        /** Nothing: the rule follows from the type, and only its message can be given. */
        IMPLIED
    }

    /** Makes a rule from its argument, which is "" for rules without one. */
    @FunctionalInterface
    interface Maker {
        Rule make(String argument) throws ValueFault;
    }

    /**
     * A rule as files may use it.
     *
     * @param code its word
     * @param argument what comes with it
     * @param fits the types that take it
     * @param maker for rules that are neither settings nor implied
     */
    record Kind(
            String code,
            Argument argument,
            Predicate<FieldType> fits,
            @Nullable Maker maker) {}

    private static final Map<String, Kind> ALL = byCode(List.of(
            new Kind(RequiredRule.CODE, Argument.NONE, type -> true, null),
            new Kind(UniqueRule.CODE, Argument.NONE, FieldType::keyable, null),
            setting(MinLengthRule.CODE),
            setting(MaxLengthRule.CODE),
            setting(MinRule.CODE),
            setting(MaxRule.CODE),
            setting(StepRule.CODE),
            setting(MinSelectionsRule.CODE),
            setting(MaxSelectionsRule.CODE),
            setting(SchemaRule.CODE),
            new Kind(PatternRule.CODE, Argument.VALUE, FieldType::textual, PatternRule::new),
            new Kind(EmailRule.CODE, Argument.NONE, FieldType::textual, argument -> new EmailRule()),
            new Kind(AlphanumericRule.CODE, Argument.NONE, FieldType::textual, argument -> new AlphanumericRule()),
            new Kind(UrlRule.CODE, Argument.NONE, FieldType::textual, argument -> new UrlRule()),
            new Kind(VideoUrlRule.CODE, Argument.NONE, FieldType::textual, argument -> new VideoUrlRule()),
            new Kind(Isbn10Rule.CODE, Argument.NONE, FieldType::textual, argument -> new Isbn10Rule()),
            new Kind(Isbn13Rule.CODE, Argument.NONE, FieldType::textual, argument -> new Isbn13Rule()),
            new Kind(
                    PasswordStrengthRule.CODE,
                    Argument.NONE,
                    FieldType::writeOnly,
                    argument -> new ClearTextRule(new PasswordStrengthRule())),
            implied(OptionsRule.CODE, "options"),
            implied(ExistsRule.CODE, "model")));

    private Rules() {}

    static @Nullable Kind find(String code) {
        return ALL.get(code);
    }

    static Set<String> codes() {
        return ALL.keySet();
    }

    private static Kind setting(String code) {
        return new Kind(code, Argument.SETTING, type -> type.settings().containsKey(code), null);
    }

    private static Kind implied(String code, String setting) {
        return new Kind(code, Argument.IMPLIED, type -> type.settings().containsKey(setting), null);
    }

    private static Map<String, Kind> byCode(List<Kind> kinds) {
        Map<String, Kind> map = new LinkedHashMap<>();
        kinds.forEach(kind -> map.put(kind.code(), kind));
        return map;
    }
}
