package org.statehouse.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a form lets a person give a field its value: the control, and what the control must know. Label, description and
 * whether there must be a value are the field's own.
 *
 * @param kind of control
 * @param properties by name, in order; texts, numbers, booleans, typed values, or lists and maps of them
 */
public record FormControl(Kind kind, Map<String, Object> properties) {

    /** The controls, each with the properties that it may have. */
    public enum Kind {
        /** One line of text: {@code minLength}, {@code maxLength}. */
        TEXT_INPUT("textInput"),
        /** Text of several lines: {@code minLength}, {@code maxLength}, {@code rows}. */
        TEXT_AREA("textArea"),
        /** An e-mail address: {@code maxLength}. */
        EMAIL_INPUT("emailInput"),
        /** An address of the web: {@code maxLength}. */
        URL_INPUT("urlInput"),
        /** A text that is not shown while it is typed: {@code minLength}, {@code maxLength}. */
        PASSWORD_INPUT("passwordInput"),
        /** A number: {@code min}, {@code max}, {@code step}, which is a number or {@code "any"}. */
        NUMBER_INPUT("numberInput"),
        /** True or false: {@code trueLabel}, {@code falseLabel}. */
        CHECKBOX("checkbox"),
        /** A day: {@code min}, {@code max}. */
        DATE_INPUT("dateInput"),
        /** A time of day: {@code min}, {@code max}. */
        TIME_INPUT("timeInput"),
        /** A point in time: {@code min}, {@code max}. */
        DATE_TIME_INPUT("dateTimeInput"),
        /** One of a list: {@code options}, each with {@code value} and {@code label}. */
        SELECT("select"),
        /** One of some buttons: {@code options}. */
        RADIO_GROUP("radioGroup"),
        /** Several of a list: {@code options}, {@code minSelections}, {@code maxSelections}. */
        MULTI_SELECT("multiSelect"),
        /** A record of another model: {@code model}. */
        REFERENCE_SELECT("referenceSelect"),
        /** The address of an image, which is shown: {@code maxLength}, {@code width}, {@code height}, {@code alt}. */
        IMAGE_INPUT("imageInput"),
        /** The address of a video, which can be played: {@code maxLength}. */
        VIDEO_INPUT("videoInput"),
        /** Any JSON. */
        JSON_EDITOR("jsonEditor");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The stable word for it in JSON. */
        public String word() {
            return word;
        }
    }

    static FormControl of(Kind kind) {
        return new FormControl(kind, Map.of());
    }

    /** With one more property; the same when there is no value. */
    FormControl with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(properties);
        more.put(name, value);
        return new FormControl(kind, Collections.unmodifiableMap(more));
    }

    /** With settings as properties of the same names, where the file gives them. */
    FormControl with(Settings settings, String... names) {
        FormControl control = this;
        for (String name : names) {
            control = control.with(name, settings.values().get(name));
        }
        return control;
    }

    /** With the keys and labels of a choice, in the file's order. */
    FormControl withOptions(Settings settings) {
        List<Map<String, String>> options = settings.options().entrySet().stream()
                .map(option -> {
                    Map<String, String> both = new LinkedHashMap<>();
                    both.put("value", option.getKey());
                    both.put("label", option.getValue());
                    return both;
                })
                .toList();
        return with("options", options);
    }
}
