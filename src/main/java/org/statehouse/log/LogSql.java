package org.statehouse.log;

/**
 * The parts of a statement that writes one record and appends its change in the same round trip:
 *
 * <pre>{@code
 * WITH r AS (UPDATE ... RETURNING ...), <COUNTED>, <DRAWN> <INSERT> SELECT d."position", 1, d.at, ... FROM r, d RETURNING ...
 * }</pre>
 */
public final class LogSql {

    /** The columns of a change of a record, in the order in which {@link #INSERT} takes them. */
    public static final String COLUMNS = "position, ordinal, at, model, record_id, version, op, image, before, links,"
            + " actor, request, origin, catalog";

    /** To be followed by the SELECT of {@link #COLUMNS}. */
    public static final String INSERT = "INSERT INTO statehouse.change_log (" + COLUMNS + ")";

    /** How much {@code r} has written and when; no row when it wrote nothing, so that nothing is drawn. */
    public static final String COUNTED =
            "c AS (SELECT count(*) AS n, max(\"updatedAt\") AS at FROM r HAVING count(*) > 0)";

    /** The position, drawn once, after {@code r} has written: it needs {@code c}, which needs all of {@code r}. */
    public static final String DRAWN = "d AS MATERIALIZED"
            + " (SELECT x.\"position\", x.at FROM c, LATERAL statehouse.draw_position(c.n, c.at) x)";

    private LogSql() {}
}
