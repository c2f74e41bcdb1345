package org.statehouse.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.ChangeJson;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.LogEntry;
import org.statehouse.log.PastNames;
import org.statehouse.log.RecordLog;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.query.HistoryQuery;
import org.statehouse.query.QueryString;
import org.statehouse.state.Caller;
import org.statehouse.state.CatalogRuns;
import org.statehouse.state.RecordStore;
import org.statehouse.state.UnknownRecord;

/** The changes of one record, also of a deleted one, and the difference between two of its versions. */
public class RecordHistory {

    private final DataSource dataSource;
    private final CatalogRuns catalogs;
    private final PastNames past;

    public RecordHistory(DataSource dataSource, CatalogRuns catalogs, PastNames past) {
        this.dataSource = dataSource;
        this.catalogs = catalogs;
        this.past = past;
    }

    /**
     * {@code {data: [change…], page: {next, limit}}}, the newest first; or with {@code from} and {@code to} the difference.
     *
     * @throws org.statehouse.problem.ProblemException 404 {@code unknown-record}, {@code unknown-version}; 400
     *     {@code bad-query}, {@code bad-cursor}
     */
    public byte[] read(Caller caller, String model, String id, QueryString text) {
        return catalogs.reads(caller, catalog -> {
            Model known = catalog.model(model);
            HistoryQuery query = HistoryQuery.read(text);
            Object typed = UnknownRecord.idOf(known, id);
            HistoryQuery.Versions versions = query.versions();
            return versions == null
                    ? page(catalog, known, typed, query)
                    : difference(known, typed, versions.from(), versions.to());
        });
    }

    private byte[] page(Catalog catalog, Model model, Object id, HistoryQuery query) throws SQLException {
        String key = id.toString();
        String after = query.after();
        long below = after == null ? Long.MAX_VALUE : HistoryCursor.read(model, key, after);
        List<LogEntry> entries;
        try (Connection connection = dataSource.getConnection()) {
            entries = RecordLog.below(connection, model.number(), key, below, query.limit() + 1);
            if (entries.isEmpty()) {
                requireKnown(connection, model, id);
            }
        }
        boolean more = entries.size() > query.limit();
        List<LogEntry> shown = more ? entries.subList(0, query.limit()) : entries;
        String next = more ? HistoryCursor.text(model, key, version(shown.get(shown.size() - 1))) : null;
        return json(new ChangeNames(catalog), shown, next, query.limit());
    }

    private byte[] json(ChangeNames names, List<LogEntry> entries, @Nullable String next, int limit) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (LogEntry entry : entries) {
                ChangeJson.write(out, entry, names, past);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("page");
            out.writeStringField("next", next);
            out.writeNumberField("limit", limit);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private byte[] difference(Model model, Object id, long from, long to) throws SQLException {
        String key = id.toString();
        try (Connection connection = dataSource.getConnection()) {
            LogEntry first = version(connection, model, id, from);
            LogEntry second = version(connection, model, id, to);
            List<String> links =
                    RecordLog.links(connection, model.number(), key, Math.min(from, to), Math.max(from, to));
            return new Difference(model, id, past).between(first, second, links);
        }
    }

    private static LogEntry version(Connection connection, Model model, Object id, long version) throws SQLException {
        LogEntry entry = RecordLog.find(connection, model.number(), id.toString(), version);
        if (entry == null) {
            requireKnown(connection, model, id);
            throw UnknownRecord.version(model, id.toString(), version);
        }
        return entry;
    }

    /** A record that is there but whose changes are not kept has an empty history; one that never was has none. */
    private static void requireKnown(Connection connection, Model model, Object id) throws SQLException {
        if (RecordStore.find(connection, model, id) == null
                && !RecordLog.knows(connection, model.number(), id.toString())) {
            throw UnknownRecord.none(model, id.toString());
        }
    }

    private static long version(LogEntry entry) {
        return entry.recordChange().version();
    }
}
