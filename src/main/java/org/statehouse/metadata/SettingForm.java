package org.statehouse.metadata;

/** How a setting of a field type is written in a file, and as what it is kept in {@link Settings}. */
public enum SettingForm {
    /** A whole number from 0; Integer. */
    WHOLE_NUMBER,
    /** A value of the field's own type; its typed value. */
    VALUE,
    /** A text; String. */
    TEXT,
    /** Keys with labels, or a list of keys; Map of String to String in the file's order. */
    OPTIONS,
    /** A width and a height in pixels; Map of String to Integer. */
    SIZE,
    /** A JSON Schema; InlineSchema. */
    SCHEMA,
    /** The name of a model; String. */
    MODEL,
    /** A word of {@link OnDelete}; String. */
    ON_DELETE
}
