package org.statehouse.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keeps connections that were closed for the next one who asks: opening one costs more than a statement. */
public final class Pool {

    private final DataSource source;
    private final AtomicLong prepared;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    private Pool(DataSource source, AtomicLong prepared) {
        this.source = source;
        this.prepared = prepared;
    }

    public static DataSource over(DataSource source) {
        return over(source, new AtomicLong());
    }

    /** The same, and counts the statements that are prepared. */
    public static DataSource over(DataSource source, AtomicLong prepared) {
        Pool pool = new Pool(source, prepared);
        return (DataSource) Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getConnection") ? pool.lend() : invoke(source, method, arguments));
    }

    private Connection lend() throws SQLException {
        Connection kept = idle.poll();
        Connection connection = kept == null ? source.getConnection() : kept;
        return (Connection) Proxy.newProxyInstance(
                Pool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.incrementAndGet();
                    }
                    if (!method.getName().equals("close")) {
                        return invoke(connection, method, arguments);
                    }
                    takeBack(connection);
                    return null;
                });
    }

    private void takeBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        idle.push(connection);
    }

    private static @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}
