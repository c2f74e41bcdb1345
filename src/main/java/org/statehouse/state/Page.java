package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.query.ListQuery;
import org.statehouse.query.Scope;

/**
 * One page of a list.
 *
 * @param records in the list's order
 * @param links what the link to each of the records has of its own; empty when links have no fields
 * @param next the cursor of the next page, null on the last one
 * @param total how many records the whole list has, null unless it was asked for
 * @param found whether the record exists that the list belongs to
 * @param position the cursor of the log where a watch may start
 */
record Page(
        List<RecordRow> records,
        List<Map<String, @Nullable Object>> links,
        @Nullable String next,
        @Nullable Long total,
        boolean found,
        String position) {

    /** {@code {data, page: {next, limit}, total?, position}}. */
    void write(JsonGenerator out, ListQuery query, Expanded expanded) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        ExpandedJson json = new ExpandedJson(out);
        Scope scope = query.scope();
        for (int i = 0; i < records.size(); i++) {
            Expanded.Link link =
                    links.isEmpty() || scope == null ? null : new Expanded.Link(scope.relationship(), links.get(i));
            json.write(records.get(i), query.shape().projection(), expanded, link);
        }
        out.writeEndArray();
        out.writeObjectFieldStart("page");
        out.writeStringField("next", next);
        out.writeNumberField("limit", query.limit());
        out.writeEndObject();
        if (total != null) {
            out.writeNumberField("total", total);
        }
        out.writeStringField("position", position);
        out.writeEndObject();
    }
}
