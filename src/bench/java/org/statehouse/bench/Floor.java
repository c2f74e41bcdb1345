package org.statehouse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.statehouse.database.StatehouseDataSource;

/**
 * The least that can stand between HTTP and a statement, in a process of its own: a request becomes the parameters of one
 * statement, its rows become JSON. Nothing is checked; it is what a server costs that does nothing.
 */
final class Floor {

    static final String READY = "ready at ";
    static final String PASSWORD = "BENCH_DB_PASSWORD";

    private Floor() {}

    /** Arguments: the file with the statement, the address of the database, its user, connections. */
    public static void main(String[] arguments) throws IOException {
        SqlStatement statement =
                new ObjectMapper().readValue(Path.of(arguments[0]).toFile(), SqlStatement.class);
        int connections = Integer.parseInt(arguments[3]);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[1]);
        config.setUsername(arguments[2]);
        config.setPassword(System.getenv(PASSWORD));
        config.setMaximumPoolSize(connections);
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("options", StatehouseDataSource.OPTIONS);
        HttpHandler handler = new FloorHandler(new HikariDataSource(config), new FloorQuery(statement));
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(connections)
                .setHandler(new BlockingHandler(handler))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println(READY + address.getPort());
    }
}
