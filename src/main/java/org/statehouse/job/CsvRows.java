package org.statehouse.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.statehouse.state.BatchRow;

/**
 * CSV (RFC 4180) in UTF-8: the first line has the names; an empty cell is null, {@code ""} is the empty string.
 */
final class CsvRows implements RowSource {

    /** With this quote mode the parser tells a quoted empty cell from an empty one. */
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setQuoteMode(QuoteMode.ALL_NON_NULL)
            .setNullString("")
            .setIgnoreEmptyLines(true)
            .get();

    /** What stands for bytes that are not UTF-8: no valid text has it, so that their row can be told from others. */
    private static final String BROKEN = "\uDCFF";

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\n|\\r");

    private final RowReader reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> names;
    private long line;
    private int size;

    /** @param allowed the names that the header may have */
    CsvRows(InputStream in, Set<String> allowed) throws IOException {
        this.reader = new RowReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(BROKEN)));
        reader.skipMark();
        this.parser = CSVParser.parse(reader, FORMAT);
        this.records = parser.iterator();
        this.names = header(allowed);
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
        CSVRecord record = read();
        if (record == null) {
            return null;
        }
        if (record.stream().anyMatch(cell -> cell != null && cell.contains(BROKEN))) {
            return BatchRow.unreadable(line, "csv", "The line is not valid UTF-8");
        }
        if (record.size() != names.size()) {
            return BatchRow.unreadable(
                    line, "csv", "The line has " + record.size() + " cells; the header has " + names.size());
        }
        Map<String, @Nullable String> cells = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            cells.put(names.get(i), record.get(i));
        }
        return BatchRow.ofCells(line, cells);
    }

    @Override
    public int size() {
        return size;
    }

    /** The next record; afterwards {@code line} is where it begins, empty lines before it left out. */
    private @Nullable CSVRecord read() throws IOException {
        long before = parser.getCurrentLineNumber();
        reader.nextRow();
        try {
            if (!records.hasNext()) {
                return null;
            }
        } catch (UncheckedIOException | IllegalStateException broken) {
            reader.requireReadable();
            throw new UnreadableFile("From line " + (before + 1) + " on the file cannot be read: "
                    + (reader.isTooLong()
                            ? "a row has more than " + RowReader.MAX_ROW + " characters; is a quote left open?"
                            : "a quoted cell is not closed, or text follows its end"));
        }
        CSVRecord record = records.next();
        size = record.stream()
                .mapToInt(cell -> cell == null ? 0 : cell.length())
                .sum();
        line = parser.getCurrentLineNumber() - breaksIn(record);
        return record;
    }

    private List<String> header(Set<String> allowed) throws IOException {
        CSVRecord record = read();
        if (record == null) {
            throw new UnreadableFile("The file is empty; the first line must have the names of the columns");
        }
        List<String> header = new ArrayList<>();
        for (String cell : record) {
            String name = cell == null ? "" : cell.strip();
            if (name.contains(BROKEN)) {
                throw new UnreadableFile("Line 1: the file is not valid UTF-8");
            }
            if (!allowed.contains(name)) {
                throw new UnreadableFile("Line 1: '" + name + "' cannot be imported; allowed are "
                        + String.join(", ", allowed.stream().sorted().toList()));
            }
            if (header.contains(name)) {
                throw new UnreadableFile("Line 1: the column '" + name + "' stands there twice");
            }
            header.add(name);
        }
        return header;
    }

    /** Ends of lines within its cells: CR LF, LF or CR. */
    private static long breaksIn(CSVRecord record) {
        return record.stream()
                .filter(Objects::nonNull)
                .mapToLong(cell -> LINE_BREAK.matcher(cell).results().count())
                .sum();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
