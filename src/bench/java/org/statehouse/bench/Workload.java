package org.statehouse.bench;

import java.util.List;
import java.util.Map;

/** One kind of request, and what the same is without Statehouse. A new one is a class of its own and a place in the list. */
sealed interface Workload permits Reads, Lists, Updates, Creates {

    /** Those that change the table last: the others see it as it was filled. */
    List<Workload> ALL = List.of(new Reads(), new Lists(), new Updates(), new Creates());

    String name();

    /** What one of a number of connections asks, of Statehouse and of the bare handler alike. */
    Session session(Records records, int connection, int connections);

    /** A request by whose values its statement is known among those that reach the database. */
    Probe probe(Stage stage);

    /** What PostgreSQL alone is given instead of the values of requests. */
    LimitScript limit();

    /**
     * Requests that were sent, of which the last has values by which it is known.
     *
     * @param values by the names that the bare handler has for them, as they stand in the parameters of the statement
     * @param requests how many there were for the one record
     */
    record Probe(Map<String, String> values, long requests) {}

    /**
     * What pgbench computes.
     *
     * @param commands of pgbench, before the statement
     * @param values SQL by the name of the value; those that are not named stay as they were
     * @param writes whether each row that pgbench works on is given a new version
     */
    record LimitScript(List<String> commands, Map<String, String> values, boolean writes) {}
}
