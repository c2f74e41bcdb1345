package org.statehouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.statehouse.metadata.ValueFault;

/** A value of a filter as it was written, before it is known what it is compared with. */
sealed interface RawValue {

    /** The typed value, normalised as on a write. */
    Object typed(Attribute attribute) throws ValueFault;

    /** The characters as they stand, for operators that look into a text. */
    String characters() throws ValueFault;

    /** {@code true} or {@code false}. */
    boolean flag() throws ValueFault;

    boolean isNull();

    /**
     * From a JSON filter.
     *
     * @param node of any kind
     */
    record OfJson(JsonNode node) implements RawValue {
        @Override
        public Object typed(Attribute attribute) throws ValueFault {
            boolean fits = attribute.structured() || (node.isArray() && attribute.several());
            if (node.isContainerNode() && !fits) {
                throw fault("must be one value, not a list or an object");
            }
            return attribute.fromJson(node);
        }

        @Override
        public String characters() throws ValueFault {
            if (!node.isTextual()) {
                throw fault("must be a text");
            }
            return node.textValue();
        }

        @Override
        public boolean flag() throws ValueFault {
            if (!node.isBoolean()) {
                throw fault("must be true or false");
            }
            return node.booleanValue();
        }

        @Override
        public boolean isNull() {
            return node.isNull();
        }
    }

    /**
     * From a parameter.
     *
     * @param text decoded
     */
    record OfText(String text) implements RawValue {
        @Override
        public Object typed(Attribute attribute) throws ValueFault {
            return attribute.fromText(text);
        }

        @Override
        public String characters() {
            return text;
        }

        @Override
        public boolean flag() throws ValueFault {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw fault("must be true or false");
            };
        }

        @Override
        public boolean isNull() {
            return false;
        }
    }

    private static ValueFault fault(String message) {
        return new ValueFault("type", message, Map.of());
    }
}
