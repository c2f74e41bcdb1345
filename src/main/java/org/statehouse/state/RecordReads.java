package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.ListQuery;
import org.statehouse.query.QueryLimits;
import org.statehouse.query.QueryString;
import org.statehouse.query.Scope;
import org.statehouse.query.Shape;

/**
 * Reads records as JSON: one by its id, lists, and lists of related ones. An answer shows one moment of the database.
 * Names that are not known and queries that cannot be answered are problems, never empty answers.
 */
public class RecordReads {

    /** undefined_column, undefined_table, feature_not_supported (a prepared plan whose result has changed). */
    private static final Set<String> MODEL_CHANGED = Set.of("42703", "42P01", "0A000");

    /** query_canceled: a read waits for nobody's records, so it was the read itself that took so long. */
    private static final String CANCELED = "57014";

    private static final int CATALOG_TRIES = 3;

    private final DataSource dataSource;
    private final LogPositions positions;
    private final CurrentCatalog catalogs;

    public RecordReads(DataSource dataSource, LogPositions positions, CurrentCatalog catalogs) {
        this.dataSource = dataSource;
        this.positions = positions;
        this.catalogs = catalogs;
    }

    /**
     * One record.
     *
     * @param version of the record
     * @param alone whether the answer shows nothing but the record, so that an equal version means an equal answer
     * @param body writes it
     */
    public record Found(long version, boolean alone, Json.Writer body) {}

    private interface Reads<T> {
        T run(Catalog catalog) throws SQLException;
    }

    /** {@code {data, page, total?, position}} of a model's records. */
    public byte[] list(String model, QueryString query) {
        return run(catalog -> list(catalog, ListQuery.read(catalog, catalog.model(model), query)));
    }

    /** The same of the records that a relationship leads to from one record. */
    public byte[] related(String model, String id, String relationship, QueryString query) {
        return run(catalog -> {
            Model owner = catalog.model(model);
            Relationship found = owner.relationship(relationship);
            if (found == null) {
                throw unknownRelationship(owner, relationship);
            }
            Scope scope = new Scope(owner, idOf(owner, id), found);
            return list(catalog, ListQuery.read(catalog, scope, query));
        });
    }

    /** One record with what {@code fields} and {@code expand} ask for. */
    public Found find(String model, String id, QueryString query) {
        return run(catalog -> {
            Model known = catalog.model(model);
            Shape shape = Shape.read(catalog, known, query);
            Object typed = idOf(known, id);
            return shape.expand().isEmpty() ? alone(known, typed, shape) : expanded(known, typed, shape);
        });
    }

    private Found alone(Model model, Object id, Shape shape) throws SQLException {
        RecordRow row =
                ReadTransaction.single(dataSource, connection -> row(connection, model, columns(model, shape), id));
        return new Found(row.version(), true, out -> RecordJson.write(out, row, shape.projection()));
    }

    private Found expanded(Model model, Object id, Shape shape) throws SQLException {
        return ReadTransaction.snapshot(dataSource, connection -> {
            RecordRow row = row(connection, model, columns(model, shape), id);
            Expanded expanded = new ExpansionReader(connection).read(shape.expand(), List.of(row));
            Json.Writer body = out -> new ExpandedJson(out).write(row, shape.projection(), expanded);
            return new Found(row.version(), false, body);
        });
    }

    private static RecordRow row(Connection connection, Model model, RecordColumns columns, Object id)
            throws SQLException {
        RecordRow row = RecordStore.find(connection, columns, id);
        if (row == null) {
            throw unknownRecord(model, id.toString());
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
        return positions.read(position -> ReadTransaction.snapshot(dataSource, connection -> {
            Page page = reader.read(connection, position);
            Expanded expanded =
                    new ExpansionReader(connection).read(query.shape().expand(), page.records());
            return json(query, page, expanded);
        }));
    }

    private static byte[] json(ListQuery query, Page page, Expanded expanded) {
        Scope scope = query.scope();
        if (scope != null && !page.found()) {
            throw unknownRecord(scope.model(), scope.id().toString());
        }
        return Json.write(out -> page.write(out, query, expanded));
    }

    private static RecordColumns columns(Model model, Shape shape) {
        return shape.projection().all()
                ? RecordColumns.all(model)
                : RecordColumns.some(model, shape.projection().names());
    }

    /** With the catalog that serves now; a statement that fails because the tables have changed takes the new one. */
    private <T> T run(Reads<T> reads) {
        Catalog catalog = catalogs.current();
        for (int attempt = 1; ; attempt++) {
            try {
                return reads.run(catalog);
            } catch (SQLException failure) {
                if (CANCELED.equals(failure.getSQLState())) {
                    throw tooCostly();
                }
                if (attempt == CATALOG_TRIES || !MODEL_CHANGED.contains(String.valueOf(failure.getSQLState()))) {
                    throw new DatabaseFailure(failure);
                }
                catalog = catalogs.refresh();
            }
        }
    }

    private static ProblemException tooCostly() {
        return Problem.of(
                        ProblemType.QUERY_TOO_COSTLY,
                        "The query was stopped after " + QueryLimits.MAX_SECONDS + " seconds. Ask for less: fewer"
                                + " comparisons, a filter or sort by a field that has an index, no count=true")
                .with("seconds", QueryLimits.MAX_SECONDS)
                .exception();
    }

    private static Object idOf(Model model, String text) {
        try {
            return model.idType().fromText(text);
        } catch (ValueFault fault) {
            throw unknownRecord(model, text);
        }
    }

    private static ProblemException unknownRecord(Model model, String id) {
        return Problem.of(ProblemType.UNKNOWN_RECORD, "There is no " + model.name() + " with the id '" + id + "'")
                .with("model", model.name())
                .with("id", id)
                .exception();
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
