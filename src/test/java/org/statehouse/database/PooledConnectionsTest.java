package org.statehouse.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A pool that gives empty shells while it drops its connections. */
class PooledConnectionsTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final Connection connection = (Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);

    private DataSource pool(int shells) {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (asked.incrementAndGet() <= shells) {
                        throw new NullPointerException("actualConnection");
                    }
                    return connection;
                });
        return new PooledConnections(source);
    }

    @Test
    void another_connection_is_taken_for_an_empty_shell() throws SQLException {
        assertThat(pool(2).getConnection()).isSameAs(connection);
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_pool_of_shells_is_a_database_that_is_away() {
        DataSource shells = pool(Integer.MAX_VALUE);
        assertThatThrownBy(shells::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        lost -> assertThat(SqlStates.isConnectionLost(lost)).isTrue());
        assertThat(asked).hasValue(3);
    }
}
