package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.statehouse.json.Json;

/** The catalog as clients read it. */
public final class CatalogJson {

    private CatalogJson() {}

    /** All applications and models. */
    public static byte[] catalog(Catalog catalog) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("version", catalog.version());
            out.writeStringField("hash", catalog.hash());
            out.writeArrayFieldStart("applications");
            for (Application application : catalog.applications().values()) {
                out.writeStartObject();
                out.writeStringField("name", application.name());
                out.writeStringField("label", application.label());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("models");
            for (Model model : catalog.models().values()) {
                write(out, model);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** One model. */
    public static byte[] model(Model model) {
        return Json.write(out -> write(out, model));
    }

    private static void write(JsonGenerator out, Model model) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", model.name());
        out.writeStringField("application", model.application());
        out.writeStringField("label", model.label());
        out.writeStringField("description", model.description());
        strings(out, "display", model.display());
        out.writeObjectFieldStart("id");
        out.writeStringField("type", model.idType().word());
        out.writeStringField("assigned", model.idAssigned() == Model.IdAssigned.CLIENT ? "client" : "server");
        out.writeEndObject();
        out.writeStringField("concurrency", model.conditionRequired() ? "required" : "optional");
        out.writeBooleanField("softDelete", model.softDelete());
        out.writeArrayFieldStart("fields");
        for (Field field : model.fields().values()) {
            write(out, field);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("relationships");
        for (Relationship relationship : model.relationships().values()) {
            write(out, relationship);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("unique");
        for (Model.UniqueKey key : model.uniques()) {
            out.writeStartObject();
            strings(out, "fields", key.fields());
            if (key.message() != null) {
                out.writeStringField("message", key.message());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("indexes");
        for (List<String> index : model.indexes()) {
            out.writeStartArray();
            for (String field : index) {
                out.writeString(field);
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Field field) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", field.name());
        out.writeStringField("label", field.label());
        out.writeStringField("description", field.description());
        out.writeStringField("type", field.type().name());
        out.writeBooleanField("required", field.required());
        out.writeBooleanField("unique", field.unique());
        if (field.defaultValue() != null) {
            out.writeFieldName("default");
            out.writeTree(field.defaultValue());
        }
        strings(out, "normalize", field.normalizations());
        out.writeObjectFieldStart("settings");
        for (Map.Entry<String, Object> setting : new TreeMap<>(field.settings().values()).entrySet()) {
            out.writeFieldName(setting.getKey());
            value(out, setting.getValue());
        }
        out.writeEndObject();
        out.writeArrayFieldStart("rules");
        for (Rule rule : field.rules()) {
            write(out, field, rule);
        }
        out.writeEndArray();
        if (field.isReference()) {
            out.writeObjectFieldStart("reference");
            out.writeStringField("model", field.referenced().model());
            out.writeStringField("idType", field.referenced().idType().word());
            out.writeStringField("onDelete", field.referenced().onDelete().word());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Field field, Rule rule) throws IOException {
        out.writeStartObject();
        out.writeStringField("rule", rule.code());
        out.writeObjectFieldStart("params");
        for (Map.Entry<String, Object> param : new TreeMap<>(rule.params()).entrySet()) {
            out.writeFieldName(param.getKey());
            value(out, param.getValue());
        }
        out.writeEndObject();
        out.writeStringField("message", rule.sentence(field.label()));
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Relationship relationship) throws IOException {
        boolean many = relationship.kind() == Relationship.Kind.MANY_TO_MANY;
        out.writeStartObject();
        out.writeStringField("name", relationship.name());
        out.writeStringField("label", relationship.label());
        out.writeStringField("kind", many ? "manyToMany" : "oneToMany");
        out.writeStringField("model", relationship.target());
        if (!relationship.inverse().isEmpty()) {
            out.writeStringField("inverse", relationship.inverse());
        }
        if (many) {
            out.writeBooleanField("owner", relationship.owner());
        }
        out.writeStringField("onDelete", relationship.onDelete().word());
        out.writeEndObject();
    }

    private static void strings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    /** Options keep the file's order; other values are scalars or lists of them. */
    private static void value(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeStringField(String.valueOf(entry.getKey()), String.valueOf(entry.getValue()));
            }
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                value(out, java.util.Objects.requireNonNull(item));
            }
            out.writeEndArray();
        } else {
            out.writePOJO(Literals.json(value));
        }
    }
}
