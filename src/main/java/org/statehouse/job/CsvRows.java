package org.statehouse.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> names;

    /** @param allowed the names that the header may have */
    CsvRows(InputStream in, Set<String> allowed) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        skipMark(reader);
        this.parser = CSVParser.parse(reader, FORMAT);
        this.records = parser.iterator();
        this.names = header(allowed);
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
        long line = parser.getCurrentLineNumber() + 1;
        CSVRecord record = read();
        if (record == null) {
            return null;
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

    private @Nullable CSVRecord read() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException | IllegalStateException broken) {
            throw unreadable(broken);
        }
    }

    private List<String> header(Set<String> allowed) throws IOException {
        CSVRecord record = read();
        if (record == null) {
            throw new UnreadableFile("The file is empty; the first line must have the names of the columns");
        }
        List<String> header = new ArrayList<>();
        for (String cell : record) {
            String name = cell == null ? "" : cell.strip();
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

    private UnreadableFile unreadable(RuntimeException broken) {
        long line = parser.getCurrentLineNumber() + 1;
        boolean coding = broken.getCause() instanceof CharacterCodingException;
        return new UnreadableFile("Line " + line + ": "
                + (coding ? "the file is not valid UTF-8" : "a quoted cell is not closed, or text follows its end"));
    }

    private static void skipMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        try {
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
        } catch (CharacterCodingException notUtf8) {
            throw new UnreadableFile("Line 1: the file is not valid UTF-8");
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
