package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.LogSql;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/**
 * The compiled write of one row of one model, in two forms with the same parameters: {@link #fast} also appends to the log
 * and is a whole transaction in one round trip; {@link #unit} is one step of a unit of work.
 *
 * <p>Each part of it has a reason: what the row refers to is locked before the draw, so that nothing after the draw waits
 * for a lock; nothing written draws nothing; the draw comes after the write, so that for one record the order of positions
 * is the order of versions; the catalog's version is compared in the same snapshot as the row.
 */
final class RowStatement {

    private static final String CATALOG_IS_OURS = Sql.CATALOG_VERSION + " = ?";

    private enum Kind {
        CREATE,
        UPDATE,
        RESTORE
    }

    private final Catalog catalog;
    private final Model model;
    private final List<Field> fields;
    private final List<Field> references;
    private final RecordColumns columns;
    private final Kind kind;
    private final String fast;
    private final String unit;

    private RowStatement(Catalog catalog, Model model, List<Field> fields, Kind kind) {
        this.catalog = catalog;
        this.model = model;
        this.fields = fields;
        this.kind = kind;
        this.references = (kind == Kind.RESTORE ? model.fields().values() : fields)
                .stream().filter(Field::isReference).toList();
        this.columns = RecordColumns.all(model);
        String row = parents() + "r AS (" + (kind == Kind.CREATE ? insert() : update()) + " RETURNING "
                + columns.list("t") + ")";
        this.fast = "WITH " + row + ", " + append() + " SELECT l.position, l.at, " + columns.list("r") + " FROM l, r";
        this.unit = "WITH " + row + " SELECT " + Images.sql(model, "r") + "::text, " + columns.list("r") + " FROM r";
    }

    /** Writes a new row with all fields. */
    static RowStatement create(Catalog catalog, Model model) {
        return new RowStatement(catalog, model, List.copyOf(model.fields().values()), Kind.CREATE);
    }

    /** Writes some fields of a row that was read. */
    static RowStatement update(Catalog catalog, Model model, Collection<Field> changed) {
        return new RowStatement(catalog, model, List.copyOf(changed), Kind.UPDATE);
    }

    /** Makes a row live again that was read, and writes some fields; all that it refers to must be live. */
    static RowStatement restore(Catalog catalog, Model model, Collection<Field> changed) {
        return new RowStatement(catalog, model, List.copyOf(changed), Kind.RESTORE);
    }

    /** The whole write in one statement: gives position, time and the row, or nothing when nothing was written. */
    String fast() {
        return fast;
    }

    /** The row alone: gives its image and the row, or nothing when nothing was written. */
    String unit() {
        return unit;
    }

    RecordColumns columns() {
        return columns;
    }

    /**
     * Sets the parameters of the row.
     *
     * @return the index of the next parameter
     */
    int bind(
            PreparedStatement statement,
            RowTarget target,
            Map<String, @Nullable Object> values,
            Caller caller,
            long catalogVersion)
            throws SQLException {
        return bind(statement, target, values, values, caller, catalogVersion);
    }

    /** @param parents values by name of the references that must lead to live records */
    int bind(
            PreparedStatement statement,
            RowTarget target,
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> parents,
            Caller caller,
            long catalogVersion)
            throws SQLException {
        int next = 1;
        for (Field reference : references) {
            reference.type().bind(reference, statement, next++, parents.get(reference.name()));
        }
        if (kind == Kind.CREATE) {
            if (target.id() != null) {
                statement.setObject(next++, target.id());
            }
            statement.setLong(next++, target.version());
        }
        for (Field field : fields) {
            field.type().bind(field, statement, next++, values.get(field.name()));
        }
        statement.setString(next++, caller.actor().name());
        if (kind != Kind.CREATE) {
            statement.setObject(next++, target.id());
            statement.setLong(next++, target.version());
            statement.setObject(next++, target.updatedAt());
        }
        for (Field reference : references) {
            statement.setInt(next++, parents.get(reference.name()) == null ? 0 : 1);
        }
        statement.setLong(next++, catalogVersion);
        return next;
    }

    /** Sets the parameters that only {@link #fast} has. */
    void bindAppend(PreparedStatement statement, int first, @Nullable String before, Caller caller, long catalogVersion)
            throws SQLException {
        int next = first;
        statement.setInt(next++, model.number());
        statement.setString(next++, before);
        statement.setString(next++, caller.actor().name());
        statement.setString(next++, caller.request());
        statement.setLong(next, catalogVersion);
    }

    private String parents() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < references.size(); i++) {
            Field.Reference target = references.get(i).referenced();
            sql.append("p").append(i).append(" AS (SELECT k.id FROM public.").append(Sql.quote(target.model()));
            sql.append(" k WHERE k.id = ?::").append(target.idType().castType());
            sql.append(catalog.known(target.model()).andLive("k")).append(" FOR KEY SHARE), ");
        }
        return sql.toString();
    }

    private String guard() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < references.size(); i++) {
            sql.append("(SELECT count(*) FROM p").append(i).append(") = ? AND ");
        }
        return sql.append(CATALOG_IS_OURS).toString();
    }

    private String insert() {
        boolean givesId = !model.databaseMakesId();
        List<String> names = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        if (givesId) {
            names.add("id");
            sources.add("?::" + model.idType().castType());
        }
        names.addAll(List.of("version", "createdAt", "createdBy", "updatedAt", "updatedBy"));
        sources.addAll(List.of("?::bigint", "n.at", "n.by", "n.at", "n.by"));
        for (Field field : fields) {
            names.add(field.name());
            sources.add("?::" + field.type().castType(field));
        }
        String columnList = names.stream().map(Sql::quote).collect(Collectors.joining(", "));
        return "INSERT INTO " + model.table() + " AS t (" + columnList + ") SELECT " + String.join(", ", sources)
                + " FROM (SELECT clock_timestamp() AS at, ?::varchar AS by) n WHERE " + guard();
    }

    private String update() {
        StringBuilder sql = new StringBuilder("UPDATE ").append(model.table()).append(" AS t SET ");
        for (Field field : fields) {
            sql.append(Sql.quote(field.name()))
                    .append(" = ?::")
                    .append(field.type().castType(field))
                    .append(", ");
        }
        if (kind == Kind.RESTORE) {
            sql.append("\"deletedAt\" = NULL, \"deletedBy\" = NULL, ");
        }
        sql.append("\"version\" = t.\"version\" + 1, ");
        sql.append("\"updatedAt\" = greatest(clock_timestamp(), t.\"updatedAt\" + interval '1 microsecond'), ");
        sql.append("\"updatedBy\" = ? WHERE t.\"id\" = ?::")
                .append(model.idType().castType());
        return sql.append(" AND t.\"version\" = ? AND t.\"updatedAt\" = ? AND ")
                .append(guard())
                .toString();
    }

    private String append() {
        String op = kind.name().toLowerCase(Locale.ROOT);
        return LogSql.COUNTED + ", " + LogSql.DRAWN + ", l AS (" + LogSql.INSERT
                + " SELECT d.\"position\", 1, d.at, ?, r.\"id\"::text, r.\"version\", '" + op + "', "
                + Images.sql(model, "r")
                + ", ?::jsonb, NULL, ?, ?, NULL, ? FROM r, d RETURNING position, at)";
    }
}
