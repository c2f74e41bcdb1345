package org.statehouse.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/** JSON Schema of links: as bodies have them and, where they have fields, as they are read. */
final class LinkSchema {

    private LinkSchema() {}

    /** One element of an array of links in a body: an id or, where links have fields, an object with it as well. */
    static ObjectNode item(Relationship relationship, Model target) {
        ObjectNode id = target.idType().writeSchema();
        if (relationship.linkFields().isEmpty()) {
            return id.put("x-statehouse-model", target.name());
        }
        return element(relationship, id).put("x-statehouse-model", target.name());
    }

    /** The name in the OpenAPI document of the fields of a link as they are read. */
    static String link(Relationship relationship) {
        return name(relationship, "link");
    }

    /** The name there of the body that puts one link. */
    static String put(Relationship relationship) {
        return name(relationship, "put");
    }

    /** The name there of the body that links and unlinks many. */
    static String change(Relationship relationship) {
        return name(relationship, "change");
    }

    /** The name there of a page of records with their links. */
    static String page(Relationship relationship) {
        return name(relationship, "page");
    }

    private static String name(Relationship relationship, String form) {
        return relationship.model() + "." + relationship.name() + "." + form;
    }

    /** Puts all of a relationship's schemas among the components of the OpenAPI document. */
    static void addTo(ObjectNode schemas, Relationship relationship) {
        schemas.set(link(relationship), read(relationship));
        ObjectNode id = Json.MAPPER.createObjectNode();
        id.putArray("type").add("string").add("integer");
        schemas.set(put(relationship), values(relationship, id.deepCopy()));
        ObjectNode change = schemas.putObject(change(relationship)).put("type", "object");
        change.put("additionalProperties", false);
        ObjectNode lists = change.putObject("properties");
        lists.putObject("add").put("type", "array").set("items", element(relationship, id));
        lists.putObject("remove").put("type", "array").set("items", id.deepCopy());
        ArrayNode both = schemas.putObject(name(relationship, "record")).putArray("allOf");
        both.add(Operation.reference(relationship.target()));
        ObjectNode linked = both.addObject().put("type", "object");
        linked.putObject("properties").set(Relationship.LINK, Operation.reference(link(relationship)));
        linked.putArray("required").add(Relationship.LINK);
        Components.page(schemas.putObject(page(relationship)), name(relationship, "record"));
    }

    private static ObjectNode element(Relationship relationship, ObjectNode id) {
        ObjectNode element = Json.MAPPER.createObjectNode();
        ObjectNode object = values(relationship, id.deepCopy());
        object.putArray("required").add("id");
        element.putArray("anyOf").add(id).add(object);
        return element;
    }

    /** With the id alone a link that is there stays as it is; with any field, those that are required must be there. */
    private static ObjectNode values(Relationship relationship, ObjectNode id) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.set("id", id);
        ArrayNode needed = Json.MAPPER.createArrayNode();
        for (Field field : relationship.linkFields().values()) {
            properties.set(field.name(), RecordSchema.field(field, Form.CREATE));
            if (field.required() && field.defaultValue() == null) {
                needed.add(field.name());
            }
        }
        if (!needed.isEmpty()) {
            ObjectNode dependent = schema.putObject("dependentRequired");
            relationship.linkFields().keySet().forEach(name -> dependent.set(name, needed.deepCopy()));
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode read(Relationship relationship) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Field field : relationship.linkFields().values()) {
            properties.set(field.name(), RecordSchema.field(field, Form.RECORD));
            required.add(field.name());
        }
        return schema;
    }
}
