package org.statehouse.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/** The columns of a model's table in a fixed order: system columns first, then the wanted fields. */
public final class RecordColumns {

    private static final List<String> ALWAYS =
            List.of("id", "version", "createdAt", "createdBy", "updatedAt", "updatedBy");
    private static final List<String> SOFT =
            Stream.concat(ALWAYS.stream(), Stream.of("deletedAt", "deletedBy")).toList();

    /** All columns of the model of each name that was asked for last; a new catalog's takes the place of the old one's. */
    private static final Map<String, RecordColumns> LATEST = new ConcurrentHashMap<>();

    private final Model model;
    private final List<Field> fields;

    /** Made when it is needed first; made twice it is the same. */
    private @Nullable String select;

    private @Nullable String selectCompared;

    private RecordColumns(Model model, List<Field> fields) {
        this.model = model;
        this.fields = fields;
    }

    /** System columns of a model, in the order in which they are read. */
    public static List<String> system(Model model) {
        return model.softDelete() ? SOFT : ALWAYS;
    }

    /** All fields of a model. */
    @SuppressWarnings("ReferenceEquality") // the same object is the same model; to compare all its fields takes longer
    public static RecordColumns all(Model model) {
        RecordColumns known = LATEST.get(model.name());
        if (known == null || known.model != model) {
            known = new RecordColumns(model, List.copyOf(model.fields().values()));
            LATEST.put(model.name(), known);
        }
        return known;
    }

    /** Some fields of a model, in the model's order. */
    public static RecordColumns some(Model model, Collection<String> names) {
        return new RecordColumns(
                model,
                model.fields().values().stream()
                        .filter(field -> names.contains(field.name()))
                        .toList());
    }

    /** How many columns there are. */
    public int count() {
        return system(model).size() + fields.size();
    }

    /** The list for SELECT or RETURNING, from a table's alias. */
    public String list(String alias) {
        return Stream.concat(
                        system(model).stream().map(name -> Sql.column(alias, name)),
                        fields.stream().map(field -> column(alias, field)))
                .collect(Collectors.joining(", "));
    }

    private static String column(String alias, Field field) {
        String column = Sql.column(alias, field.name());
        String read = field.type().readSql(field, column);
        return read.equals(column) ? column : read + " AS " + Sql.quote(field.name());
    }

    /** {@code SELECT} with these columns from the table as {@code t}, up to what its id is compared with. */
    String selectWhereId() {
        String known = select;
        if (known == null) {
            known = "SELECT " + list("t") + from();
            select = known;
        }
        return known;
    }

    /** The same with the catalog's version as the last column. */
    String selectComparedWhereId() {
        String known = selectCompared;
        if (known == null) {
            known = "SELECT " + list("t") + ", " + Sql.CATALOG_VERSION + from();
            selectCompared = known;
        }
        return known;
    }

    private String from() {
        return " FROM " + model.table() + " t WHERE t.\"id\" = ";
    }

    /** The record in the current row, its columns beginning at {@code first} (from 1). */
    public RecordRow read(ResultSet row, int first) throws SQLException {
        int column = first;
        Object id = Objects.requireNonNull(model.idType().read(row, column++));
        long version = row.getLong(column++);
        OffsetDateTime createdAt = time(row, column++);
        String createdBy = row.getString(column++);
        OffsetDateTime updatedAt = time(row, column++);
        String updatedBy = row.getString(column++);
        OffsetDateTime deletedAt = model.softDelete() ? nullableTime(row, column++) : null;
        String deletedBy = model.softDelete() ? row.getString(column++) : null;
        Map<String, @Nullable Object> values = new LinkedHashMap<>(fields.size() * 2);
        for (Field field : fields) {
            values.put(field.name(), field.type().read(field, row, column++));
        }
        return new RecordRow(
                model, id, version, createdAt, createdBy, updatedAt, updatedBy, deletedAt, deletedBy, values);
    }

    private static OffsetDateTime time(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(nullableTime(row, column));
    }

    private static @Nullable OffsetDateTime nullableTime(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
