package org.statehouse.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.statehouse.metadata.Operator;

/** Writes a filter in one form of the JSON spelling, in which nothing is left to be understood. */
final class FilterJson {

    private FilterJson() {}

    static void write(JsonGenerator out, Filter filter) throws IOException {
        out.writeStartObject();
        if (filter instanceof Filter.Compare compare) {
            compare(out, compare);
        } else if (filter instanceof Filter.And and && !and.filters().isEmpty()) {
            list(out, "and", and.filters());
        } else if (filter instanceof Filter.Or or) {
            list(out, "or", or.filters());
        } else if (filter instanceof Filter.Not not) {
            out.writeFieldName("not");
            write(out, not.filter());
        }
        out.writeEndObject();
    }

    private static void list(JsonGenerator out, String word, Iterable<Filter> filters) throws IOException {
        out.writeArrayFieldStart(word);
        for (Filter filter : filters) {
            write(out, filter);
        }
        out.writeEndArray();
    }

    private static void compare(JsonGenerator out, Filter.Compare compare) throws IOException {
        Attribute attribute = compare.path().attribute();
        out.writeObjectFieldStart(compare.path().text());
        out.writeFieldName(compare.operator().word());
        Operator.Arity arity = compare.operator().arity();
        if (arity == Operator.Arity.FLAG) {
            out.writeBoolean(true);
        } else if (arity == Operator.Arity.ONE) {
            attribute.toJson(out, compare.values().get(0));
        } else {
            out.writeStartArray();
            for (Object value : compare.values()) {
                attribute.toJson(out, value);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }
}
