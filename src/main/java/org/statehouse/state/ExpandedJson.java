package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.query.Expand;
import org.statehouse.query.Projection;
import org.statehouse.query.QueryLimits;

/**
 * Writes records with what was expanded from them: a reference's record in place of its id, a relationship's as an array
 * after the fields, that of a one-to-one relationship as one record or null. One record may be written many times, so
 * what is written is counted, not what was read.
 */
final class ExpandedJson {

    private final JsonGenerator out;
    private int left = QueryLimits.MAX_EXPANDED_RECORDS;

    ExpandedJson(JsonGenerator out) {
        this.out = out;
    }

    void write(RecordRow row, Projection projection, Expanded expanded) throws IOException {
        write(row, projection, expanded, null);
    }

    /** The same of a record that a link leads to, with the link's fields in {@code $link}. */
    void write(RecordRow row, Projection projection, Expanded expanded, Expanded.@Nullable Link link)
            throws IOException {
        if (expanded.branches().isEmpty() && link == null) {
            RecordJson.write(out, row, projection);
            return;
        }
        out.writeStartObject();
        RecordJson.head(out, row);
        for (Field field : row.model().fields().values()) {
            if (RecordJson.shows(field, projection)) {
                out.writeFieldName(field.name());
                field(field, row.values().get(field.name()), expanded.branches().get(field.name()));
            }
        }
        for (Expanded.Branch branch : expanded.branches().values()) {
            if (branch.edge() instanceof Expand.ToMany many) {
                out.writeFieldName(many.relationship().name());
                related(row, many, branch);
            }
        }
        RecordJson.tail(out, row, projection);
        if (link != null) {
            LinkColumns.write(out, link.relationship(), link.values());
        }
        out.writeEndObject();
    }

    private void related(RecordRow row, Expand.ToMany edge, Expanded.Branch branch) throws IOException {
        List<RecordRow> records = branch.of(row.id());
        switch (edge.relationship().kind()) {
            case ONE_TO_ONE -> {
                if (records.isEmpty()) {
                    out.writeNull();
                } else {
                    other(records.get(0), branch, null);
                }
            }
            case ONE_TO_MANY, MANY_TO_MANY -> {
                out.writeStartArray();
                for (int i = 0; i < records.size(); i++) {
                    other(records.get(i), branch, branch.link(row.id(), i));
                }
                out.writeEndArray();
            }
        }
    }

    private void field(Field field, @Nullable Object value, Expanded.@Nullable Branch branch) throws IOException {
        List<RecordRow> referenced = value == null || branch == null ? List.of() : branch.of(value);
        if (branch == null || referenced.isEmpty()) {
            RecordJson.value(out, field, value);
        } else {
            other(referenced.get(0), branch, null);
        }
    }

    private void other(RecordRow row, Expanded.Branch branch, Expanded.@Nullable Link link) throws IOException {
        if (--left < 0) {
            throw ExpansionReader.tooMany();
        }
        write(row, Projection.ALL, branch.nested(), link);
    }
}
