package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A catalog for tests of what stands above it: a field of every type, references, a model and fields named like SQL. */
public final class Shop {

    /** {@code order}: has everything. {@code person}, {@code tag}: what it refers and links to. */
    public static final Catalog CATALOG = catalog();

    private static int numbers;

    private Shop() {}

    public static Model model(String name) {
        return CATALOG.model(name);
    }

    private static Catalog catalog() {
        Map<String, Model> models = new LinkedHashMap<>();
        models.put("person", person());
        models.put("tag", tag());
        models.put("order", order());
        return new Catalog(0, "test", Map.of(), models);
    }

    private static Model person() {
        return model(
                "person",
                IdType.UUID,
                List.of(
                        field("name", "text", true),
                        field("country", "text", false),
                        reference("boss", "person", IdType.UUID, false)),
                List.of(oneToMany("orders", "person", "order", "owner")));
    }

    private static Model tag() {
        return model(
                "tag",
                IdType.STRING,
                List.of(field("label", "text", true)),
                List.of(manyToMany("tagged", "tag", "order", "tags", false)));
    }

    private static Model order() {
        return model(
                "order",
                IdType.INTEGER,
                List.of(
                        field("name", "text", false),
                        field("note", "longText", false),
                        field("mail", "email", false),
                        field("code", "text", false, Map.of("maxLength", 20), List.of("upper")),
                        field("group", "integer", true),
                        field("amount", "integer", false),
                        field("price", "decimal", false, Map.of("precision", 12, "scale", 3), List.of()),
                        field("active", "boolean", false),
                        field("day", "date", false),
                        field("at", "dateTime", false),
                        field("kind", "enum", false, Map.of("options", options()), List.of()),
                        field("ratio", "float", false),
                        field("hour", "time", false),
                        field("token", "uuid", false),
                        field("site", "url", false),
                        field("marks", "multiEnum", false, Map.of("options", options()), List.of()),
                        field("extra", "json", false),
                        reference("owner", "person", IdType.UUID, false),
                        reference("parent", "order", IdType.INTEGER, false)),
                List.of(
                        oneToMany("children", "order", "order", "parent"),
                        manyToMany("tags", "order", "tag", "tagged", true)));
    }

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("NEW", "New");
        options.put("OPEN", "Open");
        options.put("DONE", "Done");
        return options;
    }

    private static Model model(String name, IdType idType, List<Field> fields, List<Relationship> relationships) {
        Map<String, Field> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.name(), field));
        Map<String, Relationship> related = new LinkedHashMap<>();
        relationships.forEach(relationship -> related.put(relationship.name(), relationship));
        return new Model(
                ++numbers,
                name,
                "shop",
                name,
                "",
                List.of(fields.get(0).name()),
                idType,
                Model.IdAssigned.CLIENT,
                true,
                name.equals("order"),
                byName,
                related,
                List.of(),
                name.equals("order")
                        ? List.of(List.of("name"), List.of("amount", "price"), List.of("group"))
                        : List.of(),
                List.of(),
                null,
                0,
                0);
    }

    private static Field field(String name, String type, boolean required) {
        return field(name, type, required, Map.of(), List.of());
    }

    private static Field field(
            String name, String type, boolean required, Map<String, Object> settings, List<String> normalizations) {
        return field(name, type, required, new Settings(settings), normalizations, null);
    }

    private static Field reference(String name, String target, IdType idType, boolean required) {
        Settings settings = new Settings(Map.of("model", target));
        Field.Reference reference = new Field.Reference(target, idType, OnDelete.RESTRICT);
        return field(name, "reference", required, settings, List.of(), reference);
    }

    private static Field field(
            String name,
            String type,
            boolean required,
            Settings settings,
            List<String> normalizations,
            Field.@Nullable Reference reference) {
        FieldType fieldType = Objects.requireNonNull(FieldTypes.find(type));
        return new Field(
                ++numbers,
                name,
                name,
                "",
                fieldType,
                settings,
                required,
                false,
                null,
                normalizations,
                List.of(),
                reference);
    }

    private static Relationship oneToMany(String name, String model, String target, String inverse) {
        return new Relationship(
                ++numbers,
                name,
                name,
                Relationship.Kind.ONE_TO_MANY,
                model,
                target,
                inverse,
                true,
                "",
                OnDelete.RESTRICT,
                null);
    }

    private static Relationship manyToMany(String name, String model, String target, String inverse, boolean owner) {
        return new Relationship(
                ++numbers,
                name,
                name,
                Relationship.Kind.MANY_TO_MANY,
                model,
                target,
                inverse,
                owner,
                "order_tags",
                OnDelete.CASCADE,
                null);
    }

    /** The statements that make its tables, without foreign keys, so that rows can come in any order. */
    public static List<String> tables() {
        List<String> statements = new ArrayList<>();
        for (Model model : CATALOG.models().values()) {
            String fields = model.fields().values().stream()
                    .map(field -> Sql.quote(field.name()) + " " + field.type().sqlType(field)
                            + (field.required() ? " NOT NULL" : ""))
                    .collect(Collectors.joining(", "));
            statements.add("CREATE TABLE " + model.table() + " (\"id\" "
                    + model.idType().sqlType() + " PRIMARY KEY, \"version\" bigint NOT NULL DEFAULT 1,"
                    + " \"createdAt\" timestamptz NOT NULL DEFAULT now(), \"createdBy\" varchar(255) NOT NULL DEFAULT 'ann',"
                    + " \"updatedAt\" timestamptz NOT NULL DEFAULT now(), \"updatedBy\" varchar(255) NOT NULL DEFAULT 'bob', "
                    + (model.softDelete() ? "\"deletedAt\" timestamptz, \"deletedBy\" varchar(255), " : "")
                    + fields + ")");
        }
        statements.add("CREATE TABLE public.\"order_tags\" (owner bigint, other varchar(255) COLLATE \"C\","
                + " PRIMARY KEY (owner, other))");
        return statements;
    }
}
