package org.statehouse.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.log.Moments;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.query.Deleted;
import org.statehouse.query.ListQuery;
import org.statehouse.query.QueryLimits;
import org.statehouse.query.QueryString;
import org.statehouse.query.RecordQuery;
import org.statehouse.query.Shape;
import org.statehouse.query.SqlText;
import org.statehouse.state.Caller;
import org.statehouse.state.CatalogRuns;
import org.statehouse.state.UnknownRecord;

/** Records as they were at a time or at a place in the log, with the fields of today. Read from the log alone. */
public class PastReads {

    /** data_exception: a text of then is no value of the type that a field has today. */
    private static final String NO_VALUE = "22";

    private final DataSource dataSource;
    private final Moments moments;
    private final CatalogRuns catalogs;

    public PastReads(DataSource dataSource, Moments moments, CatalogRuns catalogs) {
        this.dataSource = dataSource;
        this.moments = moments;
        this.catalogs = catalogs;
    }

    /** Whether a query asks for what was. */
    public static boolean isAsked(QueryString query) {
        return query.parameters().containsKey(AsOf.PARAMETER);
    }

    /**
     * One record as it was.
     *
     * @throws org.statehouse.problem.ProblemException 404 {@code unknown-record} when it was not there; 400
     *     {@code bad-query}; 410 {@code resync}
     */
    public byte[] find(Caller caller, String model, String id, QueryString text) {
        return catalogs.reads(caller, catalog -> {
            Model known = catalog.model(model);
            AsOf asOf = AsOf.of(text);
            RecordQuery query = RecordQuery.read(catalog, known, asOf.rest());
            requireAnswerable(query.shape());
            Object typed = UnknownRecord.idOf(known, id);
            PastRecord record = find(known, typed, asOf.cursor(moments));
            requireWanted(record, query.deleted());
            return Json.write(out -> record.write(out, query.shape().projection()));
        });
    }

    private PastRecord find(Model model, Object id, Cursor cursor) throws SQLException {
        SqlText sql = new PastTables(cursor).one(model, id.toString());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.text())) {
            sql.bind(select);
            try (ResultSet rows = select.executeQuery()) {
                String image = rows.next() ? rows.getString(2) : null;
                if (image == null) {
                    throw UnknownRecord.then(model, id.toString());
                }
                return PastRecord.of(model, id, rows.getLong(1), image);
            }
        }
    }

    private static void requireWanted(PastRecord record, Deleted deleted) {
        if (!deleted.gives(record.live())) {
            String id = record.id().toString();
            throw record.live() ? UnknownRecord.live(record.model(), id) : UnknownRecord.deleted(record.model(), id);
        }
    }

    /** {@code {data, page, total?, position}} of a model's records; {@code position} is the moment that it shows. */
    public byte[] list(Caller caller, String model, QueryString text) {
        return catalogs.reads(caller, catalog -> {
            Model known = catalog.model(model);
            AsOf asOf = AsOf.of(text);
            ListQuery query = ListQuery.read(catalog, known, asOf.rest());
            requireAnswerable(query.shape());
            Unkept.require(query.filter());
            return list(catalog, query, asOf.cursor(moments));
        });
    }

    private byte[] list(Catalog catalog, ListQuery query, Cursor cursor) throws SQLException {
        PastPage page = new PastPage(catalog, query, cursor);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(page.sql().text())) {
            select.setQueryTimeout(QueryLimits.MAX_SECONDS);
            page.sql().bind(select);
            try (ResultSet rows = select.executeQuery()) {
                return page.read(rows);
            }
        } catch (SQLException failure) {
            if (String.valueOf(failure.getSQLState()).startsWith(NO_VALUE)) {
                throw AsOf.refused(
                        "filter",
                        "and sort cannot use a field that has changed its type since: a value of then is none of the"
                                + " type that it has today");
            }
            throw failure;
        }
    }

    private static void requireAnswerable(Shape shape) {
        if (!shape.expand().isEmpty()) {
            throw AsOf.refused("expand", "does not go together with asOf; ask for the other records by their ids");
        }
    }
}
