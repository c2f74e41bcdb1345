package org.statehouse.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/**
 * The models as declarations for TypeScript 5, in strict mode: for the model {@code vehicle} the types {@code VehicleId},
 * {@code Vehicle} (as read), {@code VehicleCreate}, {@code VehiclePatch} and {@code VehicleReplace}, and a map
 * {@code Models} from names of models to them.
 *
 * <p>A type begins with the model's name, its first letter upper case. A model whose types would have the name of a global
 * type, of {@code Models}, of {@code JsonValue} or of another model's gets {@code _} behind the name. Decimals are {@code number} when they are
 * read: JavaScript keeps about 15 digits of them; {@code number | string} when they are written.
 */
public final class TypeScript {

    /** Global types that generated code, or a program beside it, relies on. */
    private static final Set<String> GLOBAL = Set.of(
            "Array",
            "Boolean",
            "Date",
            "Error",
            "Event",
            "File",
            "Function",
            "JsonValue",
            "Map",
            "Models",
            "Number",
            "Object",
            "Partial",
            "Pick",
            "Omit",
            "Promise",
            "Readonly",
            "Record",
            "Request",
            "Response",
            "Set",
            "String",
            "Symbol");

    private static final String JSON = """

            /** Any JSON, as JSON.parse gives it: a number keeps about 15 of its digits. */
            export type JsonValue =
              | string
              | number
              | boolean
              | null
              | readonly JsonValue[]
              | { readonly [member: string]: JsonValue };
            """;

    private static final List<String> SUFFIXES = List.of("", "Id", "Create", "Patch", "Replace");

    private final Catalog catalog;
    private final Map<String, String> names;
    private final StringBuilder out = new StringBuilder();

    private TypeScript(Catalog catalog) {
        this.catalog = catalog;
        this.names = names(catalog);
    }

    /** The file. */
    public static String of(Catalog catalog) {
        return new TypeScript(catalog).file();
    }

    private static Map<String, String> names(Catalog catalog) {
        Map<String, String> names = new java.util.LinkedHashMap<>();
        Set<String> taken = new TreeSet<>(GLOBAL);
        for (String model : catalog.models().keySet()) {
            String name = Character.toUpperCase(model.charAt(0)) + model.substring(1);
            while (!isFree(name, taken)) {
                name += "_";
            }
            String free = name;
            SUFFIXES.forEach(suffix -> taken.add(free + suffix));
            names.put(model, name);
        }
        return names;
    }

    private static boolean isFree(String name, Set<String> taken) {
        return SUFFIXES.stream().noneMatch(suffix -> taken.contains(name + suffix));
    }

    private String file() {
        out.append("/** Generated from the models of the catalog, version ").append(catalog.version());
        out.append(". Do not edit: fetch it again. */\n\n");
        out.append("/** The version of the catalog that these types are of, as `Statehouse-Catalog` has it. */\n");
        out.append("export const catalogVersion = ").append(catalog.version()).append(";\n");
        if (catalog.models().values().stream().anyMatch(TypeScript::hasJson)) {
            out.append(JSON);
        }
        for (Model model : catalog.models().values()) {
            model(model);
        }
        out.append("\n/** The types of each model, by its name. */\nexport interface Models {\n");
        names.forEach((model, name) -> out.append("  ")
                .append(model)
                .append(": { id: " + name + "Id; record: " + name + "; create: " + name + "Create; patch: " + name)
                .append("Patch; replace: " + name + "Replace" + links(model) + " };\n"));
        return out.append("}\n").toString();
    }

    private static boolean hasJson(Model model) {
        return Stream.concat(
                        model.fields().values().stream(),
                        model.relationships().values().stream().flatMap(one -> one.linkFields().values().stream()))
                .anyMatch(field -> field.type().structured());
    }

    private void model(Model model) {
        String name = name(model.name());
        comment("", "Id of a record of `" + model.name() + "`.");
        out.append("export type ").append(name).append("Id = ");
        out.append(type(model.idType().readSchema())).append(";\n");
        for (Form form : Form.values()) {
            open(model, form);
            head(model, form);
            for (Field field : model.fields().values()) {
                boolean secret = field.type().writeOnly();
                if (secret && form == Form.RECORD) {
                    continue;
                }
                comment("  ", field.label(), field.description(), precision(field));
                boolean optional = form == Form.PATCH
                        || (secret && form == Form.REPLACE)
                        || (form != Form.RECORD && (!field.required() || field.defaultValue() != null));
                property(field.name(), optional, type(field, form));
            }
            tail(model, form);
            if (form != Form.RECORD) {
                links(model);
            }
            out.append("}\n");
        }
    }

    private void open(Model model, Form form) {
        String what = switch (form) {
            case RECORD -> "As it is read.";
            case CREATE -> "What makes one: the body of POST.";
            case PATCH -> "What changes one: the body of PATCH.";
            case REPLACE -> "What takes the place of one: the body of PUT.";
        };
        comment("", model.label() + ". " + what, form == Form.RECORD ? model.description() : "");
        String word = form.word();
        String suffix = form == Form.RECORD ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1);
        out.append("export interface ")
                .append(name(model.name()))
                .append(suffix)
                .append(" {\n");
    }

    private void head(Model model, Form form) {
        String id = name(model.name()) + "Id";
        switch (form) {
            case CREATE -> {
                if (model.idAssigned() == Model.IdAssigned.CLIENT) {
                    property("id", false, id);
                }
            }
            case RECORD -> {
                property("readonly id", false, id);
                property("readonly version", false, "number");
            }
            case PATCH, REPLACE -> {
                property("readonly id", true, id);
                property("readonly version", true, "number");
            }
        }
    }

    private void tail(Model model, Form form) {
        if (form == Form.CREATE) {
            return;
        }
        for (String system : List.of("createdAt", "createdBy", "updatedAt", "updatedBy")) {
            property("readonly " + system, form != Form.RECORD, "string");
        }
        if (model.softDelete()) {
            property("readonly deletedAt", form != Form.RECORD, "string | null");
            property("readonly deletedBy", form != Form.RECORD, "string | null");
        }
    }

    private void links(Model model) {
        for (Relationship relationship : model.relationships().values()) {
            if (relationship.kind() == Relationship.Kind.MANY_TO_MANY && relationship.owner()) {
                comment("  ", relationship.label() + ": the ids of all records of `" + relationship.target() + "`.");
                property(relationship.name(), true, "readonly " + link(relationship) + "[]");
            }
        }
    }

    /** A link of a body: an id or, where links have fields, an object with all that the link shall have. */
    private String link(Relationship relationship) {
        String id = name(relationship.target()) + "Id";
        if (relationship.linkFields().isEmpty()) {
            return id;
        }
        String fields = relationship.linkFields().values().stream()
                .map(field -> "; " + field.name() + (field.required() && field.defaultValue() == null ? ": " : "?: ")
                        + type(field, Form.CREATE))
                .collect(Collectors.joining());
        return "(" + id + " | { id: " + id + fields + " })";
    }

    /** What {@code $link} has, by relationship, where links have fields. */
    private String links(String model) {
        String links = catalog.known(model).relationships().values().stream()
                .filter(one -> one.links() != null)
                .map(one -> one.name() + ": { "
                        + one.linkFields().values().stream()
                                .map(field -> field.name() + ": " + type(field, Form.RECORD))
                                .collect(Collectors.joining("; "))
                        + " }")
                .collect(Collectors.joining("; "));
        return links.isEmpty() ? "" : "; links: { " + links + " }";
    }

    private void property(String name, boolean optional, String type) {
        out.append("  ")
                .append(name)
                .append(optional ? "?: " : ": ")
                .append(type)
                .append(";\n");
    }

    private String type(Field field, Form form) {
        JsonNode schema = RecordSchema.field(field, form);
        if (field.isReference()) {
            return name(field.referenced().model()) + "Id" + (field.required() ? "" : " | null");
        }
        if (field.type().structured()) {
            return field.required() ? "NonNullable<JsonValue>" : "JsonValue";
        }
        return type(schema);
    }

    /** What of a schema is a type: the rest of it TypeScript cannot say. */
    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add(literal(value)));
            return String.join(" | ", values);
        }
        JsonNode types = schema.path("type");
        if (types.isMissingNode()) {
            return "unknown";
        }
        Set<String> words = new java.util.LinkedHashSet<>();
        if (types.isArray()) {
            types.forEach(word -> words.add(word(word.asText(), schema)));
        } else {
            words.add(word(types.asText(), schema));
        }
        return words.stream().collect(Collectors.joining(" | "));
    }

    private static String word(String type, JsonNode schema) {
        return switch (type) {
            case "integer", "number" -> "number";
            case "array" -> "readonly (" + type(schema.path("items")) + ")[]";
            case "object" -> "{ readonly [member: string]: unknown }";
            default -> type;
        };
    }

    /** As JSON writes it: JavaScript reads it the same since ES2019. */
    private static String literal(JsonNode value) {
        return new String(Json.write(out -> out.writeTree(value)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String precision(Field field) {
        JsonNode schema = field.type().writeSchema(field);
        return schema.has("x-statehouse-precision")
                ? "Exact to " + schema.get("x-statehouse-scale") + " decimal places of "
                        + schema.get("x-statehouse-precision") + " digits in all; give it as a string to keep them."
                : "";
    }

    private String name(String model) {
        String name = names.get(model);
        if (name == null) {
            throw new IllegalStateException("No type is made for " + model);
        }
        return name;
    }

    /** A comment that its text cannot end. */
    private void comment(String indent, String... parts) {
        String text = List.of(parts).stream()
                .filter(part -> !part.isBlank())
                .map(part -> part.replace("*/", "*\\/").replaceAll("[\\p{Cc}\\u2028\\u2029]+", " "))
                .collect(Collectors.joining("\n" + indent + " * "));
        if (indent.isEmpty()) {
            out.append('\n');
        }
        out.append(indent).append("/** ").append(text).append(" */\n");
    }
}
