package org.statehouse.database;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Declares the pool of connections.
 *
 * <p>A connection is validated when taken, at most once a second: one that is lost is replaced, and a busy pool pays no round
 * trip a checkout. The others are left alone: the container would also drop those that are in use, under their users. Statements and rows are
 * the driver's own: the container's around them look for a method by its name at every value. A transaction that stands
 * idle for 10 s is ended by the database: a frozen server holds up the others no longer than that. Nor does a statement wait
 * for a lock longer than 5 s or run longer than 30 s: its caller is told that the database is busy. Statements here
 * are short: PostgreSQL's compiler (jit) would take a second for what is read in a millisecond.
 */
@ApplicationScoped
@DataSourceDefinition(
        name = StatehouseDataSource.NAME,
        className = "org.postgresql.ds.PGSimpleDataSource",
        url = "${MPCONFIG=statehouse.db-url}",
        user = "${MPCONFIG=statehouse.db-user}",
        password = "${MPCONFIG=statehouse.db-password}",
        minPoolSize = 4,
        initialPoolSize = 4,
        maxPoolSize = 40,
        properties = {
            "applicationName=statehouse",
            "tcpKeepAlive=true",
            "connectTimeout=5",
            "loginTimeout=5",
            "socketTimeout=300",
            "cancelSignalTimeout=5",
            "reWriteBatchedInserts=true",
            "prepareThreshold=2",
            "preparedStatementCacheQueries=1024",
            "preparedStatementCacheSizeMiB=8",
            "options=" + StatehouseDataSource.OPTIONS,
            // The driver asks for the time zone of the JVM, which goes before "options".
            "fish.payara.init-sql=SET TimeZone TO 'UTC'",
            "fish.payara.is-connection-validation-required=true",
            "fish.payara.connection-validation-method=custom-validation",
            "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
            "fish.payara.validate-atmost-once-period-in-seconds=1",
            "fish.payara.skip-client-info-validation=true",
            "fish.payara.fail-all-connections=false",
            "fish.payara.wrap-jdbc-objects=false",
            "fish.payara.max-wait-time-in-millis=5000"
        })
public class StatehouseDataSource {
    /** Its name in JNDI. */
    public static final String NAME = "java:app/jdbc/statehouse";

    /** What each session sets; who needs more time sets it for a transaction, or resets it afterwards. */
    public static final String OPTIONS =
            "-c idle_in_transaction_session_timeout=10s -c jit=off -c lock_timeout=5s -c statement_timeout=30s";
}
