package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

    /** Whether two models are described alike, so that nobody who uses one need know which of them it is. */
    @SuppressWarnings("ReferenceEquality") // catalogs share what has not changed
    public static boolean isSame(Model one, Model other) {
        return one == other || Arrays.equals(model(one), model(other));
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
        if (model.batchedMillis() > 0) {
            out.writeObjectFieldStart("writes");
            out.writeStringField("batched", model.batchedMillis() + "ms");
            out.writeEndObject();
        } else {
            out.writeStringField("writes", "immediate");
        }
        out.writeObjectFieldStart("changes");
        out.writeStringField("every", model.gatheredMillis() + "ms");
        out.writeEndObject();
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
            if (key.where() != null) {
                out.writeFieldName("where");
                write(out, key.where());
            }
            if (key.message() != null) {
                out.writeStringField("message", key.message());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("comparisons");
        for (Comparison comparison : model.comparisons()) {
            write(out, comparison);
        }
        out.writeEndArray();
        if (model.lifecycle() != null) {
            write(out, model.lifecycle());
        }
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
        out.writeFieldName("form");
        write(out, field.type().form(field));
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
        when(out, rule.when());
        out.writeEndObject();
    }

    /** The control's word and its properties beside each other. */
    static void write(JsonGenerator out, FormControl form) throws IOException {
        out.writeStartObject();
        out.writeStringField("control", form.kind().word());
        for (Map.Entry<String, Object> property : form.properties().entrySet()) {
            out.writeFieldName(property.getKey());
            value(out, property.getValue());
        }
        out.writeEndObject();
    }

    private static void when(JsonGenerator out, Condition.@Nullable Term when) throws IOException {
        if (when != null) {
            out.writeObjectFieldStart("when");
            out.writeStringField("field", when.field());
            out.writeFieldName("is");
            value(out, when.values());
            out.writeEndObject();
        }
    }

    private static void write(JsonGenerator out, Comparison comparison) throws IOException {
        out.writeStartObject();
        out.writeStringField("field", comparison.field());
        out.writeStringField("operator", comparison.operator().word());
        out.writeStringField("other", comparison.other());
        out.writeStringField("message", comparison.message());
        when(out, comparison.when());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Lifecycle lifecycle) throws IOException {
        out.writeObjectFieldStart("lifecycle");
        out.writeStringField("field", lifecycle.field());
        out.writeStringField("initial", lifecycle.initial());
        out.writeObjectFieldStart("transitions");
        for (Map.Entry<String, List<String>> state : lifecycle.transitions().entrySet()) {
            strings(out, state.getKey(), state.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** In the filter language. */
    private static void write(JsonGenerator out, Condition condition) throws IOException {
        out.writeStartObject();
        if (condition instanceof Condition.Term term) {
            out.writeObjectFieldStart(term.field());
            out.writeFieldName(term.operator().word());
            switch (term.operator().arity()) {
                case FLAG -> out.writeBoolean(true);
                case ONE -> value(out, term.values().get(0));
                case TWO, MANY -> value(out, term.values());
            }
            out.writeEndObject();
        } else if (condition instanceof Condition.All all) {
            write(out, "and", all.conditions());
        } else if (condition instanceof Condition.Any any) {
            write(out, "or", any.conditions());
        } else if (condition instanceof Condition.Not not) {
            out.writeFieldName("not");
            write(out, not.condition());
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String word, List<Condition> conditions) throws IOException {
        out.writeArrayFieldStart(word);
        for (Condition condition : conditions) {
            write(out, condition);
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, Relationship relationship) throws IOException {
        boolean many = relationship.kind() == Relationship.Kind.MANY_TO_MANY;
        out.writeStartObject();
        out.writeStringField("name", relationship.name());
        out.writeStringField("label", relationship.label());
        out.writeStringField("kind", relationship.kind().word());
        out.writeStringField("model", relationship.target());
        if (!relationship.inverse().isEmpty()) {
            out.writeStringField("inverse", relationship.inverse());
        }
        if (many) {
            out.writeBooleanField("owner", relationship.owner());
        }
        out.writeStringField("onDelete", relationship.onDelete().word());
        if (relationship.links() != null) {
            out.writeArrayFieldStart("fields");
            for (Field field : relationship.linkFields().values()) {
                write(out, field);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void strings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    /** Maps and lists keep the file's order; all else is a scalar. */
    private static void value(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                value(out, java.util.Objects.requireNonNull(entry.getValue()));
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
