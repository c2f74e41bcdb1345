package org.statehouse.state;

import java.util.Arrays;
import java.util.List;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.Projection;

/** Lines of JSON: records in their one form, with the ids of their links after the fields. */
final class ExportedJson implements ExportRows {

    private final Catalog catalog;
    private final Projection projection;
    private final List<Relationship> relationships;

    ExportedJson(Catalog catalog, ExportQuery query) {
        this.catalog = catalog;
        this.projection = query.list().shape().projection();
        this.relationships = query.links();
    }

    @Override
    public byte[] head() {
        return new byte[0];
    }

    @Override
    public byte[] line(RecordRow row, List<List<Object>> links) {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            RecordJson.head(out, row);
            for (Field field : row.model().fields().values()) {
                if (RecordJson.shows(field, projection)) {
                    out.writeFieldName(field.name());
                    RecordJson.value(out, field, row.values().get(field.name()));
                }
            }
            for (int i = 0; i < relationships.size(); i++) {
                IdType type = catalog.known(relationships.get(i).target()).idType();
                out.writeArrayFieldStart(relationships.get(i).name());
                for (Object id : links.get(i)) {
                    type.toJson(out, id);
                }
                out.writeEndArray();
            }
            RecordJson.tail(out, row, projection);
            out.writeEndObject();
        });
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }
}
