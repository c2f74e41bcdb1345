package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.statehouse.problem.Violation;

/**
 * A text with at least one upper-case letter, one lower-case letter and one decimal digit, of any script (Unicode's general
 * categories Lu, Ll and Nd).
 */
record PasswordStrengthRule() implements Rule {

    static final String CODE = "passwordStrength";

    private record Kind(String name, byte category) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("an upper-case letter", Character.UPPERCASE_LETTER),
            new Kind("a lower-case letter", Character.LOWERCASE_LETTER),
            new Kind("a digit", Character.DECIMAL_DIGIT_NUMBER));

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public String message() {
        return "must have " + list(KINDS);
    }

    @Override
    public boolean accepts(Object value) {
        return missing((String) value).isEmpty();
    }

    /** Names what is missing. */
    @Override
    public List<Violation> violations(Field field, Object value) {
        String message = field.label() + " must have " + list(missing((String) value)) + " as well";
        return List.of(Violation.of(field.name(), CODE, message, params()));
    }

    private static List<Kind> missing(String text) {
        List<Kind> missing = new ArrayList<>(KINDS);
        text.codePoints().forEach(c -> missing.removeIf(kind -> Character.getType(c) == kind.category()));
        return missing;
    }

    private static String list(List<Kind> kinds) {
        List<String> names = kinds.stream().map(Kind::name).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
