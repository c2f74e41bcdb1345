package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogPositions;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.Filter;
import org.statehouse.query.ListQuery;
import org.statehouse.query.Projection;
import org.statehouse.query.QueryString;
import org.statehouse.query.RecordQuery;
import org.statehouse.query.Scope;
import org.statehouse.query.Shape;

/**
 * Reads records as JSON: one by its id, lists, and lists of related ones. An answer shows one moment of the database.
 * Names that are not known and queries that cannot be answered are problems, never empty answers.
 */
public class RecordReads {

    private final DataSource dataSource;
    private final LogPositions positions;
    private final CatalogRuns catalogs;
    private final RecentRows recent;

    public RecordReads(DataSource dataSource, LogPositions positions, CatalogRuns catalogs, RecentRows recent) {
        this.dataSource = dataSource;
        this.positions = positions;
        this.catalogs = catalogs;
        this.recent = recent;
    }

    /**
     * One record.
     *
     * @param version of the record
     * @param alone whether the answer shows nothing but the record, so that an equal version means an equal answer
     * @param body writes it
     */
    public record Found(long version, boolean alone, Json.Writer body) {}

    /** {@code {data, page, total?, position}} of a model's records. */
    public byte[] list(Caller caller, String model, QueryString query) {
        return catalogs.compared(
                caller, catalog -> list(catalog, ListQuery.read(catalog, catalog.model(model), query)));
    }

    /** The same of the records that a relationship leads to from one record. */
    public byte[] related(Caller caller, String model, String id, String relationship, QueryString query) {
        return catalogs.compared(caller, catalog -> {
            Model owner = catalog.model(model);
            Relationship found = owner.relationship(relationship);
            if (found == null) {
                throw unknownRelationship(owner, relationship);
            }
            Scope scope = new Scope(owner, UnknownRecord.idOf(owner, id), found);
            return list(catalog, ListQuery.read(catalog, scope, query));
        });
    }

    /**
     * Records of one moment.
     *
     * @param catalog that they were read with
     * @param position what of the log they contain
     * @param records each writes itself; one more than were asked for when there are more
     */
    public record Snapshot(long catalog, Cursor position, List<Json.Writer> records) {}

    /** All live records of a model that obey a filter, in the order of their ids, and one more than so many at most. */
    public Snapshot snapshot(Caller caller, String model, Filter filter, Projection projection, int most) {
        return catalogs.compared(caller, catalog -> {
            ListQuery query = ListQuery.all(catalog.model(model), filter, projection, most + 1);
            ListReader reader = new ListReader(catalog, query);
            Page page = positions.read(
                    position -> ReadTransaction.single(dataSource, connection -> reader.read(connection, position)));
            List<Json.Writer> records = new ArrayList<>(page.records().size());
            for (RecordRow row : page.records()) {
                records.add(out -> RecordJson.write(out, row, projection));
            }
            return new Snapshot(catalog.version(), Cursor.parse(page.position()), records);
        });
    }

    /** One record with what {@code fields} and {@code expand} ask for. */
    public Found find(Caller caller, String model, String id, QueryString query) {
        return catalogs.compared(caller, catalog -> {
            Model known = catalog.model(model);
            RecordQuery read = RecordQuery.read(catalog, known, query);
            Object typed = UnknownRecord.idOf(known, id);
            return read.shape().expand().isEmpty()
                    ? alone(catalog, known, typed, read)
                    : expanded(catalog, known, typed, read);
        });
    }

    private Found alone(Catalog catalog, Model model, Object id, RecordQuery query) throws SQLException {
        Shape shape = query.shape();
        RecordRow row = ReadTransaction.single(dataSource, connection -> row(connection, catalog, model, query, id));
        if (shape.projection().all()) {
            recent.saw(catalog, row);
        }
        return new Found(row.version(), true, out -> RecordJson.write(out, row, shape.projection()));
    }

    private Found expanded(Catalog catalog, Model model, Object id, RecordQuery query) throws SQLException {
        Shape shape = query.shape();
        Found found = ReadTransaction.snapshot(dataSource, connection -> {
            RecordRow row = row(connection, catalog, model, query, id);
            Expanded expanded = new ExpansionReader(connection).read(shape.expand(), List.of(row));
            Json.Writer body = out -> new ExpandedJson(out).write(row, shape.projection(), expanded);
            return new Found(row.version(), false, body);
        });
        catalogs.requireStill(catalog);
        return found;
    }

    private static RecordRow row(Connection connection, Catalog catalog, Model model, RecordQuery query, Object id)
            throws SQLException {
        RecordRow row = RecordStore.find(connection, catalog.version(), columns(model, query.shape()), id);
        if (row == null) {
            throw UnknownRecord.none(model, id.toString());
        }
        if (!query.deleted().gives(row.live())) {
            throw row.live() ? UnknownRecord.live(model, id.toString()) : UnknownRecord.deleted(model, id.toString());
        }
        return row;
    }

    private byte[] list(Catalog catalog, ListQuery query) throws SQLException {
        ListReader reader = new ListReader(catalog, query);
        if (query.shape().expand().isEmpty()) {
            Page page = positions.read(
                    position -> ReadTransaction.single(dataSource, connection -> reader.read(connection, position)));
            return json(query, page, Expanded.NOTHING);
        }
        byte[] list = positions.read(position -> ReadTransaction.snapshot(dataSource, connection -> {
            Page page = reader.read(connection, position);
            Expanded expanded =
                    new ExpansionReader(connection).read(query.shape().expand(), page.records());
            return json(query, page, expanded);
        }));
        catalogs.requireStill(catalog);
        return list;
    }

    private byte[] json(ListQuery query, Page page, Expanded expanded) throws SQLException {
        Scope scope = query.scope();
        if (scope != null && !page.found()) {
            throw missing(scope.model(), scope.id());
        }
        return Json.write(out -> page.write(out, query, expanded));
    }

    private static RecordColumns columns(Model model, Shape shape) {
        return shape.projection().all()
                ? RecordColumns.all(model)
                : RecordColumns.some(model, shape.projection().names());
    }

    /** Why a record has no lists of its own; read again, so that no list pays for it. */
    private ProblemException missing(Model model, Object id) throws SQLException {
        if (!model.softDelete()) {
            return UnknownRecord.none(model, id.toString());
        }
        try (Connection connection = dataSource.getConnection()) {
            RecordRow row = RecordStore.find(connection, model, id);
            return row != null && !row.live()
                    ? UnknownRecord.deleted(model, id.toString())
                    : UnknownRecord.none(model, id.toString());
        }
    }

    private static ProblemException unknownRelationship(Model model, String name) {
        String known = model.relationships().isEmpty()
                ? "it has none"
                : "it has " + String.join(", ", model.relationships().keySet());
        return Problem.of(
                        ProblemType.UNKNOWN_RELATIONSHIP,
                        "The model " + model.name() + " has no relationship '" + name + "'; " + known)
                .with("model", model.name())
                .with("relationship", name)
                .exception();
    }
}
