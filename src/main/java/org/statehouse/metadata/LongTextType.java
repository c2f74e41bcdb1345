package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;

/** Text of several lines: {@code text}, 16,000 characters unless {@code maxLength} says otherwise. */
final class LongTextType extends TextType {

    /** Lines that a form shows at once. */
    private static final int ROWS = 5;

    @Override
    public String name() {
        return "longText";
    }

    @Override
    public String sqlType(Field field) {
        return "text" + COLLATION;
    }

    @Override
    public String castType(Field field) {
        return "text";
    }

    @Override
    public List<String> checks(Field field, String column) {
        List<String> checks = new ArrayList<>(super.checks(field, column));
        checks.add("char_length(" + column + ") <= " + maxLength(field.settings()));
        return checks;
    }

    @Override
    public FormControl form(Field field) {
        return control(FormControl.Kind.TEXT_AREA, field).with("rows", ROWS);
    }

    @Override
    int standardLength() {
        return 16_000;
    }

    @Override
    int limit() {
        return 1_000_000;
    }
}
