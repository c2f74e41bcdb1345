package org.statehouse.log;

/**
 * The statements that decide what a reader may see. Production code uses {@link #STANDARD} alone; the tests of the
 * guarantees pass altered ones, to see that they fail without each safeguard.
 *
 * @param observation one text that says what a snapshot contains, as a scalar subquery; parameters: the position after which
 *     gaps are looked for, and the last position that is looked at
 * @param transaction gives a transaction id of its own
 * @param page reads changes
 */
public record LogStatements(String observation, String transaction, String page) {

    /**
     * Epoch, floor, head with its time, the snapshot's oldest running transaction, the last visible position that was looked
     * at, and the gaps before it. It is one expression, so that it can be selected beside the rows of a list: both then see
     * the same snapshot.
     */
    static final String OBSERVATION = """
            (SELECT concat_ws(' ', s.epoch, s.floor, coalesce(h.position, s.floor), coalesce(h.micros, 0),
                              pg_snapshot_xmin(pg_current_snapshot()), coalesce(v.seen, 0), v.gaps)
               FROM statehouse.log_state s
               LEFT JOIN LATERAL (
                 SELECT l.position, (extract(epoch FROM l.at) * 1000000)::bigint AS micros
                   FROM statehouse.change_log l WHERE l.position > s.floor ORDER BY l.position DESC LIMIT 1) h ON true
               CROSS JOIN LATERAL (
                 SELECT max(p.position) AS seen,
                        string_agg((p.before + 1) || '-' || (p.position - 1), ',' ORDER BY p.position)
                          FILTER (WHERE p.position > p.before + 1) AS gaps
                   FROM (SELECT w.position, lag(w.position, 1, w.base) OVER (ORDER BY w.position) AS before
                           FROM (SELECT DISTINCT l.position, b.base
                                   FROM (SELECT ?::bigint AS base, ?::bigint AS upto) b
                                   JOIN statehouse.change_log l ON l.position > b.base AND l.position <= b.upto) w) p) v
              WHERE s.single)
            """;

    private static final String TRANSACTION = "SELECT pg_current_xact_id()";

    /**
     * Floor, head and rows in one snapshot. The changes end with a whole transaction; the predicate leaves out what the
     * cursor contains already.
     */
    private static final String PAGE = """
            WITH given AS (
              SELECT ?::bigint AS since, ?::int AS within, ?::bigint AS upper, ?::bigint[] AS hole_first,
                     ?::bigint[] AS hole_last, ?::bigint AS upto, ?::int AS wanted, ?::int[] AS models),
            state AS (
              SELECT s.epoch, s.floor,
                     (SELECT coalesce(max(l.position), s.floor) FROM statehouse.change_log l) AS head,
                     (SELECT l.at FROM statehouse.change_log l
                       WHERE l.position > s.floor AND l.position <= (SELECT upper FROM given)
                       ORDER BY l.position DESC LIMIT 1) AS last_at,
                     (SELECT l.at FROM statehouse.change_log l
                       WHERE l.position > s.floor AND l.position <= (SELECT upto FROM given)
                       ORDER BY l.position DESC LIMIT 1) AS upto_at
                FROM statehouse.log_state s WHERE s.single),
            chosen AS MATERIALIZED (
              SELECT l.position FROM statehouse.change_log l WHERE $wanted
               AND l.position <= (SELECT upto FROM given)
               ORDER BY l.position, l.ordinal LIMIT (SELECT wanted FROM given)),
            page AS (
              SELECT max(position) AS last, count(*) = (SELECT wanted FROM given) AS filled FROM chosen)
            SELECT state.epoch, state.floor, state.head, state.last_at, state.upto_at, page.last,
                   page.filled AND EXISTS (
                     SELECT 1 FROM statehouse.change_log l WHERE $wanted
                      AND l.position > (SELECT last FROM page) AND l.position <= (SELECT upto FROM given)) AS more,
                   c.*
              FROM state CROSS JOIN page
              LEFT JOIN (
                SELECT l.position, l.ordinal, l.at, l.type, l.model, l.record_id, l.version, l.op, l.image, l.before,
                       l.links, l.actor, l.request, l.origin, l.catalog
                  FROM statehouse.change_log l WHERE $wanted AND l.position <= (SELECT last FROM page)) c ON true
             ORDER BY c.position, c.ordinal
            """.replace("$wanted", """
            (l.position, l.ordinal) > ((SELECT since FROM given), (SELECT within FROM given))
               AND (l.position > (SELECT upper FROM given) OR l.position = (SELECT since FROM given)
                    OR EXISTS (SELECT 1 FROM given g, unnest(g.hole_first, g.hole_last) AS h(first, last)
                                WHERE l.position BETWEEN h.first AND h.last))
               AND ((SELECT models FROM given) IS NULL OR coalesce(l.model, 0) = ANY ((SELECT models FROM given)::int[]))
            """.strip());

    public static final LogStatements STANDARD = new LogStatements(OBSERVATION, TRANSACTION, PAGE);
}
