package org.statehouse.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of a model's records. Its column has the field's name.
 *
 * @param number stable within the catalog's life, allotted at first publication; the log's images are keyed by it
 * @param name camelCase
 * @param label for people
 * @param description for people, may be empty
 * @param type what values it takes
 * @param settings the type's own settings, checked
 * @param required whether null, "" and [] are refused
 * @param unique whether no two records share a value
 * @param defaultValue JSON form of the value that a create takes when the field is absent, or null
 * @param normalizations applied to text in order before validation: trim, upper, lower, collapse
 * @param rules all rules on the value, those implied by settings first
 * @param reference what it refers to, for references only
 */
public record Field(
        int number,
        String name,
        String label,
        String description,
        FieldType type,
        Settings settings,
        boolean required,
        boolean unique,
        @Nullable JsonNode defaultValue,
        List<String> normalizations,
        List<Rule> rules,
        @Nullable Reference reference) {

    /**
     * What a reference refers to.
     *
     * @param model the target model's name
     * @param idType of the target's ids
     * @param onDelete what a delete of the target does to the record that refers to it
     */
    public record Reference(String model, IdType idType, OnDelete onDelete) {}

    /** The same with other rules and another default. */
    Field withRules(List<Rule> others, @Nullable JsonNode otherDefault) {
        return new Field(
                number,
                name,
                label,
                description,
                type,
                settings,
                required,
                unique,
                otherDefault,
                normalizations,
                others,
                reference);
    }

    /** The reference of a field that is known to be one. */
    public Reference referenced() {
        if (reference == null) {
            throw new IllegalStateException(name + " is not a reference");
        }
        return reference;
    }

    public boolean isReference() {
        return reference != null;
    }

    /** The key of this field in the log's images. */
    public String imageKey() {
        return Integer.toString(number);
    }

    /** A typed value from JSON; null stays null. */
    public @Nullable Object fromJson(@Nullable JsonNode value) throws ValueFault {
        return value == null || value.isNull() ? null : type.fromJson(this, value);
    }
}
