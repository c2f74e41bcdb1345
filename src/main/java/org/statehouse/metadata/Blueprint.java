package org.statehouse.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a catalog with all their parts, by keys that outlive renames. Of the catalog before, keys are made with the
 * names that the next one has, so that what was only renamed has the same key in both.
 *
 * @param tables by key
 */
record Blueprint(Map<String, Table> tables) {

    /**
     * A model's table or a link table.
     *
     * @param key such as {@code m7}, for links {@code l9}
     * @param name in the database
     * @param model whose fields its columns are; null for links without fields
     * @param links whose links it has; null for a model's
     * @param parts by key
     */
    record Table(
            String key,
            String name,
            @Nullable Model model,
            @Nullable Relationship links,
            Map<String, Part> parts) {

        /** With its schema, quoted. */
        String sql() {
            return Sql.quote("public") + "." + Sql.quote(name);
        }

        /** What people call it: the model, or the relationship of a model. */
        String subject() {
            return links == null ? name : links.model() + "." + links.name();
        }
    }

    static String key(Model model) {
        return "m" + model.number();
    }

    /** Links between other models are other links. */
    static String key(Relationship links, Catalog catalog) {
        return "l" + links.number() + "-"
                + catalog.known(links.model()).number() + "-"
                + catalog.known(links.target()).number();
    }

    static String key(Field field) {
        return "c" + field.number();
    }

    /**
     * @param next the catalog whose names the keys are made with
     * @param numbers of the models whose tables it has
     */
    static Blueprint of(Catalog catalog, Catalog next, Set<Integer> numbers) {
        Map<Integer, Model> later = new TreeMap<>();
        next.models().values().forEach(model -> later.put(model.number(), model));
        List<Model> models = catalog.models().values().stream()
                .filter(model -> numbers.contains(model.number()))
                .toList();
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Model model : models) {
            UnaryOperator<String> names = names(model.fields(), later.get(model.number()));
            Table table = new Drawing(catalog, names).table(model);
            tables.put(table.key(), table);
        }
        for (Model model : models) {
            for (Relationship one : model.relationships().values()) {
                if (one.kind() == Relationship.Kind.MANY_TO_MANY && one.owner()) {
                    Table table = new Drawing(catalog, names(one.linkFields(), linksOf(one, model, later))).links(one);
                    tables.put(table.key(), table);
                }
            }
        }
        return new Blueprint(tables);
    }

    private static @Nullable Model linksOf(Relationship one, Model owner, Map<Integer, Model> later) {
        Model next = later.get(owner.number());
        if (next != null) {
            for (Relationship other : next.relationships().values()) {
                if (other.number() == one.number()) {
                    return other.links();
                }
            }
        }
        return null;
    }

    /** From a name of before to the name that the same field has later. */
    private static UnaryOperator<String> names(Map<String, Field> fields, @Nullable Model later) {
        if (later == null) {
            return UnaryOperator.identity();
        }
        Map<Integer, String> byNumber = new TreeMap<>();
        later.fields().values().forEach(field -> byNumber.put(field.number(), field.name()));
        return name -> {
            Field field = fields.get(name);
            return field == null ? name : byNumber.getOrDefault(field.number(), name);
        };
    }

    /** Draws the tables of one model. */
    private record Drawing(Catalog catalog, UnaryOperator<String> names) {

        Table table(Model model) {
            Map<String, Part> parts = new LinkedHashMap<>();
            put(parts, new Part.PrimaryKey("pk", DatabaseNames.primaryKey(model.name())));
            if (model.softDelete()) {
                put(parts, new Part.Column("c:deletedAt", "deletedAt", "timestamptz", false, null));
                put(parts, new Part.Column("c:deletedBy", "deletedBy", "varchar(255) COLLATE \"C\"", false, null));
            }
            fields(parts, model);
            for (Comparison one : model.comparisons()) {
                String name = TableSql.checkName(model, one);
                String key = "compare " + renamed(one.sql());
                put(parts, new Part.Check(key, name, one.sql(), one.field(), Comparison.CODE, one.message()));
            }
            for (Model.UniqueKey key : model.uniques()) {
                String where = model.predicate(key);
                put(parts, index(key.name(), key.fields(), true, where));
            }
            Indexes.of(model).forEach((name, columns) -> put(parts, index(name, columns, false, "")));
            return new Table(key(model), model.name(), model, null, parts);
        }

        Table links(Relationship one) {
            Map<String, Part> parts = new LinkedHashMap<>();
            String name = one.linkTable();
            put(parts, new Part.PrimaryKey("pk", DatabaseNames.primaryKey(name)));
            for (Map.Entry<String, String> end :
                    Map.of("owner", one.model(), "other", one.target()).entrySet()) {
                String column = end.getKey();
                String target = key(catalog.known(end.getValue()));
                String key = DatabaseNames.foreignKey(name, column);
                put(parts, new Part.ForeignKey("fk " + column, key, column, target, one.name()));
            }
            put(parts, index(DatabaseNames.index(name, List.of("other")), List.of("other"), false, ""));
            if (one.links() != null) {
                fields(parts, one.links());
            }
            return new Table(key(one, catalog), name, one.links(), one, parts);
        }

        private void fields(Map<String, Part> parts, Model model) {
            for (Field field : model.fields().values()) {
                String key = key(field);
                put(parts, new Part.Column(key, field.name(), field.type().sqlType(field), field.required(), field));
                for (TableSql.Check check : TableSql.checksOf(model, field)) {
                    String same = key + " " + check.rule() + " " + renamed(check.expression());
                    put(
                            parts,
                            new Part.Check(
                                    parts.containsKey(same) ? same + " " + check.name() : same,
                                    check.name(),
                                    check.expression(),
                                    field.name(),
                                    check.rule(),
                                    check.message()));
                }
                if (field.isReference()) {
                    String target = key(catalog.known(field.referenced().model()));
                    String name = DatabaseNames.foreignKey(model.name(), field.name());
                    put(parts, new Part.ForeignKey(key + " fk " + target, name, field.name(), target, field.name()));
                }
            }
        }

        private Part.Index index(String name, List<String> columns, boolean unique, String where) {
            List<String> renamed = columns.stream().map(names).toList();
            String key = (unique ? "unique " : "index ") + renamed + (where.isEmpty() ? "" : " " + renamed(where));
            return new Part.Index(key, name, columns, unique, where);
        }

        private String renamed(String sql) {
            return SqlNames.renamed(sql, names);
        }

        private static void put(Map<String, Part> parts, Part part) {
            if (parts.putIfAbsent(part.key(), part) != null) {
                throw new IllegalStateException("Two parts of a table have the key " + part.key());
            }
        }
    }
}
