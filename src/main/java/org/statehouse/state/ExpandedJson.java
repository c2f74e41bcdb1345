package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Relationship;
import org.statehouse.query.Expand;
import org.statehouse.query.Projection;
import org.statehouse.query.QueryLimits;

/**
 * Writes records with what was expanded from them: a reference's record in place of its id, a relationship's as an array
 * after the fields, that of a one-to-one relationship as one record or null. One record may be written many times, so what is written is counted, not what was read.
 */
final class ExpandedJson {

    private final JsonGenerator out;
    private int left = QueryLimits.MAX_EXPANDED_RECORDS;

    ExpandedJson(JsonGenerator out) {
        this.out = out;
    }

    void write(RecordRow row, Projection projection, Expanded expanded) throws IOException {
        if (expanded.branches().isEmpty()) {
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
                related(many.relationship(), branch.of(row.id()), branch);
            }
        }
        RecordJson.tail(out, row, projection);
        out.writeEndObject();
    }

    private void field(Field field, @Nullable Object value, Expanded.@Nullable Branch branch) throws IOException {
        List<RecordRow> referenced = value == null || branch == null ? List.of() : branch.of(value);
        if (branch == null || referenced.isEmpty()) {
            RecordJson.value(out, field, value);
        } else {
            other(referenced.get(0), branch);
        }
    }

    private void related(Relationship relationship, List<RecordRow> found, Expanded.Branch branch) throws IOException {
        boolean array = relationship.kind() != Relationship.Kind.ONE_TO_ONE;
        if (array) {
            out.writeStartArray();
        } else if (found.isEmpty()) {
            out.writeNull();
        }
        for (RecordRow row : found) {
            other(row, branch);
        }
        if (array) {
            out.writeEndArray();
        }
    }

    private void other(RecordRow row, Expanded.Branch branch) throws IOException {
        if (--left < 0) {
            throw ExpansionReader.tooMany();
        }
        write(row, Projection.ALL, branch.nested());
    }
}
