package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.Projection;

/** Lines of JSON: records in their one form, with their links after the fields. */
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
    public boolean haveLinkFields() {
        return true;
    }

    @Override
    public byte[] line(RecordRow row, List<Links> links) {
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
                links(out, relationships.get(i), links.get(i));
            }
            RecordJson.tail(out, row, projection);
            out.writeEndObject();
        });
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private void links(JsonGenerator out, Relationship relationship, Links links) throws IOException {
        IdType type = catalog.known(relationship.target()).idType();
        out.writeArrayFieldStart(relationship.name());
        for (int i = 0; i < links.ids().size(); i++) {
            Object id = links.ids().get(i);
            if (links.fields().isEmpty()) {
                type.toJson(out, id);
            } else {
                link(
                        out,
                        relationship,
                        type,
                        id,
                        Json.MAPPER.readTree(links.fields().get(i)));
            }
        }
        out.writeEndArray();
    }

    private static void link(JsonGenerator out, Relationship relationship, IdType type, Object id, JsonNode values)
            throws IOException {
        out.writeStartObject();
        out.writeFieldName("id");
        type.toJson(out, id);
        for (String name : relationship.linkFields().keySet()) {
            out.writeFieldName(name);
            out.writeTree(values.get(name));
        }
        out.writeEndObject();
    }
}
