package org.statehouse.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Rule;

/**
 * JSON Schema (draft 2020-12) of a model's records, in each {@link Form}.
 *
 * <p>A schema never refuses what the server takes or gives. What it cannot say it leaves open: whether a value is unique,
 * whether a reference leads somewhere, how many digits a decimal has, and, for fields that are normalised, what their
 * rules say of the normalised text. Members that begin with {@code x-statehouse-} are this server's own.
 */
public final class RecordSchema {

    /** The dialect of all schemas. */
    public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** Links that one array of a body may have. */
    private static final int MAX_LINKS = 100_000;

    private RecordSchema() {}

    /** The document of one model: all its forms as {@code $defs}, and one of them as what the document describes. */
    public static ObjectNode document(Catalog catalog, Model model, Form form) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("$schema", DIALECT);
        String address = "/api/metadata/models/" + model.name() + "/schema";
        document.put("$id", form == Form.RECORD ? address : address + "?form=" + form.word());
        document.put("title", model.label());
        if (!model.description().isEmpty()) {
            document.put("description", model.description());
        }
        document.put("x-statehouse-model", model.name());
        document.put("x-statehouse-catalog", catalog.version());
        document.put("$ref", "#/$defs/" + form.word());
        ObjectNode forms = document.putObject("$defs");
        for (Form one : Form.values()) {
            forms.set(one.word(), of(catalog, model, one));
        }
        return document;
    }

    /** One form alone. */
    public static ObjectNode of(Catalog catalog, Model model, Form form) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        head(model, form, properties, required);
        for (Field field : model.fields().values()) {
            boolean secret = field.type().writeOnly();
            if (secret && form == Form.RECORD) {
                continue;
            }
            properties.set(field.name(), field(field, form));
            boolean needed = field.required()
                    && field.defaultValue() == null
                    && form != Form.PATCH
                    && !(secret && form == Form.REPLACE);
            if (needed || form == Form.RECORD) {
                required.add(field.name());
            }
        }
        tail(model, form, properties, required);
        if (form != Form.RECORD) {
            links(catalog, model, properties);
            schema.put("additionalProperties", false);
        }
        schema.set("required", required);
        return schema;
    }

    /** The schema of one field's values, null among them where it may be. What is merged need not obey by itself. */
    static ObjectNode field(Field field, Form form) {
        boolean read =
                form == Form.RECORD || (form == Form.PATCH && field.type().structured());
        ObjectNode schema = read ? field.type().readSchema(field) : field.type().writeSchema(field);
        for (Rule rule : field.rules()) {
            boolean known =
                    read ? rule.holdsInDatabase() : field.normalizations().isEmpty();
            if (known) {
                rule.describe(schema);
            }
        }
        ObjectNode whole = field.required() ? schema : orNull(schema);
        whole.put("title", field.label());
        if (!field.description().isEmpty()) {
            whole.put("description", field.description());
        }
        if (field.defaultValue() != null && (form == Form.CREATE || form == Form.REPLACE)) {
            whole.set("default", field.defaultValue());
        }
        return whole;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (!schema.has("type")) {
            return schema;
        }
        if (schema.has("enum")) {
            schema.withArray("enum").addNull();
        }
        ArrayNode types = Json.MAPPER.createArrayNode();
        if (schema.get("type") instanceof ArrayNode several) {
            types.addAll(several);
        } else {
            types.add(schema.get("type"));
        }
        schema.set("type", types.add("null"));
        return schema;
    }

    private static void head(Model model, Form form, ObjectNode properties, ArrayNode required) {
        IdType type = model.idType();
        switch (form) {
            case CREATE -> {
                if (model.idAssigned() == Model.IdAssigned.CLIENT) {
                    properties.set("id", type.writeSchema());
                    required.add("id");
                }
            }
            case RECORD -> {
                properties.set("id", type.readSchema().put("readOnly", true));
                properties.set("version", version());
                required.add("id").add("version");
            }
            case PATCH, REPLACE -> {
                properties.set("id", type.writeSchema().put("readOnly", true));
                properties.set("version", version());
            }
        }
    }

    private static void tail(Model model, Form form, ObjectNode properties, ArrayNode required) {
        if (form == Form.CREATE) {
            return;
        }
        for (String at : new String[] {"created", "updated"}) {
            properties
                    .putObject(at + "At")
                    .put("type", "string")
                    .put("format", "date-time")
                    .put("readOnly", true);
            properties.putObject(at + "By").put("type", "string").put("readOnly", true);
            if (form == Form.RECORD) {
                required.add(at + "At").add(at + "By");
            }
        }
        if (model.softDelete()) {
            deleted(form, properties, required);
        }
    }

    /** Null while the record is live. */
    private static void deleted(Form form, ObjectNode properties, ArrayNode required) {
        ObjectNode at = properties.putObject("deletedAt");
        at.putArray("type").add("string").add("null");
        at.put("format", "date-time").put("readOnly", true);
        ObjectNode by = properties.putObject("deletedBy");
        by.putArray("type").add("string").add("null");
        by.put("readOnly", true);
        if (form == Form.RECORD) {
            required.add("deletedAt").add("deletedBy");
        }
    }

    private static ObjectNode version() {
        return Json.MAPPER
                .createObjectNode()
                .put("type", "integer")
                .put("minimum", 1)
                .put("readOnly", true);
    }

    private static void links(Catalog catalog, Model model, ObjectNode properties) {
        for (Relationship relationship : model.relationships().values()) {
            if (relationship.kind() == Relationship.Kind.MANY_TO_MANY && relationship.owner()) {
                Model target = catalog.known(relationship.target());
                ObjectNode links = properties.putObject(relationship.name()).put("type", "array");
                links.put("title", relationship.label());
                links.put("maxItems", MAX_LINKS);
                links.set("items", LinkSchema.item(relationship, target));
            }
        }
    }
}
