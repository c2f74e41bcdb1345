package org.statehouse.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Timestamps;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.Projection;

/** CSV (RFC 4180): the columns of a record's JSON form in its order, a cell of links with semicolons between the ids. */
final class ExportedCsv implements ExportRows {

    private static final String LINE_END = "\r\n";

    private final List<Column> columns = new ArrayList<>();
    private final List<String> links = new ArrayList<>();

    /** A column and its cells, null for null. */
    private record Column(String name, Function<RecordRow, @Nullable String> cell) {}

    ExportedCsv(ExportQuery query) {
        Model model = query.list().model();
        Projection projection = query.list().shape().projection();
        columns.add(new Column("id", row -> guarded(row.id().toString(), row.id())));
        columns.add(new Column("version", row -> Long.toString(row.version())));
        for (Field field : model.fields().values()) {
            if (RecordJson.shows(field, projection)) {
                columns.add(new Column(field.name(), row -> cell(field, row)));
            }
        }
        Stream<Column> system = Stream.of(
                new Column("createdAt", row -> Timestamps.format(row.createdAt())),
                new Column("createdBy", row -> CsvCells.guard(row.createdBy())),
                new Column("updatedAt", row -> Timestamps.format(row.updatedAt())),
                new Column("updatedBy", row -> CsvCells.guard(row.updatedBy())),
                new Column("deletedAt", row -> row.deletedAt() == null ? null : Timestamps.format(row.deletedAt())),
                new Column("deletedBy", row -> row.deletedBy() == null ? null : CsvCells.guard(row.deletedBy())));
        List<String> names = RecordColumns.system(model);
        system.filter(column -> names.contains(column.name()) && projection.includes(column.name()))
                .forEach(columns::add);
        query.links().forEach(relationship -> links.add(relationship.name()));
    }

    @Override
    public byte[] head() {
        List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
        names.addAll(links);
        return (String.join(",", names) + LINE_END).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] line(RecordRow row, List<Links> linked) {
        StringBuilder line = new StringBuilder(256);
        String separator = "";
        for (Column column : columns) {
            line.append(separator);
            CsvCells.append(line, column.cell().apply(row));
            separator = ",";
        }
        for (Links links : linked) {
            line.append(separator);
            CsvCells.append(line, links.ids().isEmpty() ? null : CsvCells.guard(LinkCell.write(links.ids())));
        }
        return line.append(LINE_END).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A cell has room for ids only. */
    @Override
    public boolean haveLinkFields() {
        return false;
    }

    private static @Nullable String cell(Field field, RecordRow row) {
        Object value = row.values().get(field.name());
        return value == null ? null : guarded(field.type().toText(field, value), value);
    }

    /** Only texts can be taken for formulas: a negative number is one. */
    private static String guarded(String text, Object value) {
        return value instanceof Number ? text : CsvCells.guard(text);
    }
}
