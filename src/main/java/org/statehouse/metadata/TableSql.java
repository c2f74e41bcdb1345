package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.ColumnConfig;
import liquibase.change.ConstraintsConfig;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateTableChange;
import liquibase.database.ObjectQuotingStrategy;
import liquibase.database.OfflineConnection;
import liquibase.database.core.PostgresDatabase;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.sqlgenerator.SqlGeneratorFactory;

/**
 * The DDL of models. Liquibase's change objects are rendered to SQL and never run by it, since it commits by itself; what
 * they cannot say (CHECK, the collation of {@code text}, defaults that are taken away again) is written here.
 */
final class TableSql {

    private static final String SCHEMA = "public";

    private final PostgresDatabase database;

    TableSql() {
        database = new PostgresDatabase();
        database.setConnection(new OfflineConnection(
                "offline:postgresql?version=15.0&outputLiquibaseSql=none", new ClassLoaderResourceAccessor()));
        database.setObjectQuotingStrategy(ObjectQuotingStrategy.QUOTE_ALL_OBJECTS);
    }

    /** The table of a model with its system columns and fields; foreign keys and indexes come when all tables are there. */
    List<String> table(Model model) {
        CreateTableChange table = new CreateTableChange();
        table.setSchemaName(SCHEMA);
        table.setTableName(model.name());
        ColumnConfig id = column("id", model.idType().sqlType(), true);
        id.getConstraints().setPrimaryKey(true);
        id.getConstraints().setPrimaryKeyName(DatabaseNames.primaryKey(model.name()));
        id.setAutoIncrement(model.idType() == IdType.INTEGER && model.idAssigned() == Model.IdAssigned.SERVER);
        table.addColumn(id);
        table.addColumn(column("version", "bigint", true));
        for (String part : List.of("created", "updated")) {
            table.addColumn(column(part + "At", "timestamptz", true));
            table.addColumn(column(part + "By", "varchar(255) COLLATE \"C\"", true));
        }
        if (model.softDelete()) {
            table.addColumn(column("deletedAt", "timestamptz", false));
            table.addColumn(column("deletedBy", "varchar(255) COLLATE \"C\"", false));
        }
        List<String> rest = new ArrayList<>();
        for (Field field : model.fields().values()) {
            rest.addAll(column(model, field, table));
        }
        for (Comparison comparison : model.comparisons()) {
            rest.add(check(model, checkName(model, comparison), comparison.sql()));
        }
        List<String> all = new ArrayList<>(render(table));
        all.addAll(rest);
        return all;
    }

    /** Adds a field's column to a new table; gives what has to be said about it when the table is there. */
    private List<String> column(Model model, Field field, CreateTableChange table) {
        table.addColumn(column(field.name(), field.type().sqlType(field), field.required()));
        List<String> rest = new ArrayList<>(collation(model, field));
        checksOf(model, field).forEach(check -> rest.add(check(model, check.name(), check.expression())));
        return rest;
    }

    /** Liquibase leaves the collation of {@code text} out. */
    private static List<String> collation(Model model, Field field) {
        String type = field.type().sqlType(field);
        return type.startsWith("text ")
                ? List.of("ALTER TABLE " + model.table() + " ALTER COLUMN " + Sql.quote(field.name()) + " TYPE " + type)
                : List.of();
    }

    /**
     * A CHECK constraint of one field.
     *
     * @param name in the database
     * @param expression over the table's columns
     * @param rule that it stands for
     * @param message for people, when it is broken
     */
    record Check(String name, String expression, String rule, String message) {}

    /** What the field's type and rules say about its column. */
    static List<Check> checksOf(Model model, Field field) {
        List<Check> all = new ArrayList<>();
        String column = Sql.quote(field.name());
        for (String check : field.type().checks(field, column)) {
            String name = DatabaseNames.check(model.name(), field.name(), "type");
            all.add(new Check(
                    name,
                    check,
                    "type",
                    field.label() + " is not of the type " + field.type().name()));
        }
        int conditional = 0;
        for (Rule rule : field.rules()) {
            String code = rule.code() + (rule.when() == null ? "" : "_" + ++conditional);
            for (String check : rule.checks(column)) {
                String name = DatabaseNames.check(model.name(), field.name(), code);
                all.add(new Check(name, check, rule.code(), rule.sentence(field.label())));
            }
        }
        return all;
    }

    /** The name of the constraint of a check across fields. */
    static String checkName(Model model, Comparison comparison) {
        String code = Comparison.CODE + "_" + DatabaseNames.digest(comparison.sql());
        return DatabaseNames.check(model.name(), comparison.field(), code);
    }

    private static String check(Model model, String name, String expression) {
        return "ALTER TABLE " + model.table() + " ADD CONSTRAINT " + Sql.quote(name) + " CHECK (" + expression + ")";
    }

    List<String> foreignKey(Model model, Field field) {
        return foreignKey(model.name(), field.name(), field.referenced().model());
    }

    private List<String> foreignKey(String table, String column, String target) {
        AddForeignKeyConstraintChange change = new AddForeignKeyConstraintChange();
        change.setConstraintName(DatabaseNames.foreignKey(table, column));
        change.setBaseTableSchemaName(SCHEMA);
        change.setBaseTableName(table);
        change.setBaseColumnNames(column);
        change.setReferencedTableSchemaName(SCHEMA);
        change.setReferencedTableName(target);
        change.setReferencedColumnNames("id");
        return render(change);
    }

    /** A link table with its keys in both directions; both models' tables are there. */
    List<String> linkTable(Relationship relationship, IdType owner, IdType other) {
        String name = relationship.linkTable();
        CreateTableChange table = new CreateTableChange();
        table.setSchemaName(SCHEMA);
        table.setTableName(name);
        for (ColumnConfig column :
                List.of(column("owner", owner.sqlType(), true), column("other", other.sqlType(), true))) {
            column.getConstraints().setPrimaryKey(true);
            column.getConstraints().setPrimaryKeyName(DatabaseNames.primaryKey(name));
            table.addColumn(column);
        }
        List<String> rest = new ArrayList<>();
        Model links = relationship.links();
        if (links != null) {
            links.fields().values().forEach(field -> rest.addAll(column(links, field, table)));
        }
        List<String> all = new ArrayList<>(render(table));
        all.addAll(rest);
        all.addAll(foreignKey(name, "owner", relationship.model()));
        all.addAll(foreignKey(name, "other", relationship.target()));
        all.addAll(index(name, DatabaseNames.index(name, List.of("other")), List.of("other"), false));
        return all;
    }

    List<String> index(String table, String name, List<String> columns, boolean unique) {
        CreateIndexChange change = new CreateIndexChange();
        change.setSchemaName(SCHEMA);
        change.setTableName(table);
        change.setIndexName(name);
        change.setUnique(unique);
        for (String column : columns) {
            AddColumnConfig config = new AddColumnConfig();
            config.setName(column);
            change.addColumn(config);
        }
        return render(change);
    }

    /** The index of a unique key, which may be about some of the records only. */
    List<String> unique(Model model, Model.UniqueKey key) {
        String where = model.predicate(key);
        return index(model.name(), key.name(), key.fields(), true).stream()
                .map(sql -> where.isEmpty() ? sql : sql + " WHERE " + where)
                .toList();
    }

    private static ColumnConfig column(String name, String type, boolean required) {
        ColumnConfig column = new ColumnConfig();
        column.setName(name);
        column.setType(type);
        column.setConstraints(new ConstraintsConfig().setNullable(!required));
        return column;
    }

    private List<String> render(Change change) {
        return Arrays.stream(
                        SqlGeneratorFactory.getInstance().generateSql(change.generateStatements(database), database))
                .map(sql -> sql.toSql())
                .toList();
    }
}
