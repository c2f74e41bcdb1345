package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/** A read that PostgreSQL has to stop is the caller's to mend, and is not said to be worth trying again. */
class CostlyReadIT {

    private final Desk desk = new Desk();

    CostlyReadIT() throws Exception {}

    @Test
    void a_read_that_is_stopped_is_a_query_that_costs_too_much() throws Exception {
        desk.create("owner", "{'id': 1}");
        RecordReads reads = new RecordReads(
                impatient(), new LogPositions(desk.dataSource, LogStatements.STANDARD), desk.runs, new RecentRows(0));
        try (Connection other = desk.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE owner");
            requireTooCostly(() -> reads.list(Desk.CALLER, "owner", QueryString.parse("count=true")));
            requireTooCostly(() -> reads.list(Desk.CALLER, "owner", QueryString.parse("expand=tags")));
            requireTooCostly(() -> reads.find(Desk.CALLER, "owner", "1", QueryString.EMPTY));
        }
        assertThat(reads.list(Desk.CALLER, "owner", QueryString.EMPTY)).isNotEmpty();
    }

    private static void requireTooCostly(ThrowingCallable read) {
        assertThatThrownBy(read)
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(stopped -> {
                    assertThat(stopped.problem().type()).isEqualTo(ProblemType.QUERY_TOO_COSTLY);
                    assertThat(stopped.problem().detail()).contains("Ask for less");
                });
    }

    /** Statements of its connections are stopped at once when they do not end. */
    private DataSource impatient() {
        return (DataSource) Proxy.newProxyInstance(
                CostlyReadIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = desk.dataSource.getConnection();
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SET statement_timeout = '200ms'");
                    }
                    return connection;
                });
    }
}
