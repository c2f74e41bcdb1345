package org.statehouse.query;

import java.util.Set;
import java.util.TreeSet;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/**
 * Everything that the query string of a single record says, checked.
 *
 * @param shape what to give of it
 * @param deleted whether it may be deleted, or must be
 */
public record RecordQuery(Shape shape, Deleted deleted) {

    private static final RecordQuery PLAIN = new RecordQuery(Shape.WHOLE, Deleted.EXCLUDE);

    /** 400 {@code bad-query} with all its faults. */
    public static RecordQuery read(Catalog catalog, Model model, QueryString query) {
        if (query.parameters().isEmpty()) {
            return PLAIN;
        }
        QueryFaults faults = new QueryFaults();
        Parameters parameters = new Parameters(query, faults);
        Shape shape = Shape.read(catalog, model, parameters, faults);
        Deleted deleted = Deleted.read(model, parameters, faults);
        Set<String> known = new TreeSet<>(Shape.PARAMETERS);
        known.add(Deleted.PARAMETER);
        parameters.finish(known, name -> false);
        faults.check();
        return new RecordQuery(shape, deleted);
    }
}
