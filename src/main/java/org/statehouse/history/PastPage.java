package org.statehouse.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.Catalog;
import org.statehouse.query.ListQuery;
import org.statehouse.query.ListSql;
import org.statehouse.query.PageKey;
import org.statehouse.query.Sort;
import org.statehouse.query.SqlText;

/** One page of a list as of a cursor: its statement, and what that gives as JSON. */
final class PastPage {

    private static final int TOTAL = 3;
    private static final int VERSION = ListSql.FIRST + 1;
    private static final int IMAGE = ListSql.FIRST + 2;
    private static final int KEYS = ListSql.FIRST + 3;

    private final ListQuery query;
    private final Cursor cursor;
    private final SqlText sql;

    PastPage(Catalog catalog, ListQuery query, Cursor cursor) {
        this.query = query;
        this.cursor = cursor;
        PastTables tables = new PastTables(cursor);
        SqlText list = ListSql.of(catalog, query, tables, PastPage::columns, new SqlText().add("NULL::text"));
        this.sql = tables.around(list);
    }

    SqlText sql() {
        return sql;
    }

    private static String columns(String alias) {
        return alias + ".\"id\", " + alias + ".\"version\", " + alias + "." + PastTables.IMAGE;
    }

    byte[] read(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException("The statement of a list gives one row at least");
        }
        long counted = rows.getLong(TOTAL);
        Long total = rows.wasNull() ? null : counted;
        List<PastRecord> records = new ArrayList<>();
        PageKey last = null;
        boolean more = rows.getObject(ListSql.FIRST) != null;
        while (more && records.size() < query.limit()) {
            records.add(record(rows));
            last = records.size() == query.limit() ? keys(rows) : null;
            more = rows.next();
        }
        String next = more && last != null ? query.next(last) : null;
        return Json.write(out -> write(out, records, next, total));
    }

    private PastRecord record(ResultSet row) throws SQLException {
        Object id = Objects.requireNonNull(query.model().idType().read(row, ListSql.FIRST));
        return PastRecord.of(query.model(), id, row.getLong(VERSION), row.getString(IMAGE));
    }

    private PageKey keys(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int column = KEYS;
        for (Sort.Key key : query.sort().keys()) {
            values.add(key.path().attribute().read(row, column++));
        }
        return new PageKey(values);
    }

    private void write(JsonGenerator out, List<PastRecord> records, @Nullable String next, @Nullable Long total)
            throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (PastRecord record : records) {
            record.write(out, query.shape().projection());
        }
        out.writeEndArray();
        out.writeObjectFieldStart("page");
        out.writeStringField("next", next);
        out.writeNumberField("limit", query.limit());
        out.writeEndObject();
        if (total != null) {
            out.writeNumberField("total", total);
        }
        out.writeStringField("position", cursor.text());
        out.writeEndObject();
    }
}
