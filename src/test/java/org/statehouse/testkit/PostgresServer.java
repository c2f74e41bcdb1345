package org.statehouse.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.statehouse.database.Migration;
import org.statehouse.database.StatehouseDataSource;
import org.statehouse.launcher.DataFolder;
import org.statehouse.launcher.EmbeddedPostgres;

/**
 * A bare PostgreSQL, the same and as durable as the embedded one, for tests of SQL without a server; the platform's
 * tables are there.
 */
public final class PostgresServer implements AutoCloseable {
    private static @Nullable PostgresServer shared;

    private final DataFolder data;
    private final EmbeddedPostgres database;

    private PostgresServer(DataFolder data, EmbeddedPostgres database) {
        this.data = data;
        this.database = database;
    }

    /** The one that tests share; started at first use, stopped with the JVM. */
    public static synchronized PostgresServer shared() {
        PostgresServer server = shared;
        if (server == null) {
            server = start("postgres");
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shared-postgres-stop"));
            shared = server;
        }
        return server;
    }

    /** Another one, in a folder of its own. */
    public static PostgresServer start(String name) {
        Path folder = Folders.create(name);
        DataFolder data = DataFolder.open(folder);
        PostgresServer server = new PostgresServer(data, EmbeddedPostgres.start(folder));
        try {
            Migration.run(server.dataSource());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    /** Connections to the database {@code statehouse}, each opened anew. */
    public DataSource dataSource() {
        return dataSource(url());
    }

    /** A new database in this server, with the platform's tables, that no other test sees. */
    public DataSource newDatabase(String name) {
        execute(dataSource(), "CREATE DATABASE \"" + name + "\"");
        DataSource source = dataSource(url().replaceAll("/[^/]*$", "/" + name));
        try {
            Migration.run(source);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    public String url() {
        return database.url();
    }

    public String user() {
        return database.user();
    }

    public String password() {
        return database.password();
    }

    /** SIGKILL to its first process; the others follow by themselves. */
    public void kill() {
        database.pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Starts it again after {@link #kill} or {@link #stop}, on the same port and data. */
    public void startAgain() {
        EmbeddedPostgres.start(data.path());
    }

    public void stop() {
        database.stop();
    }

    @Override
    public void close() {
        database.stop();
        data.close();
        Folders.deleteDatabase(data.path());
    }

    /** Runs one statement in a connection of its own. */
    public static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private DataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user());
        source.setPassword(password());
        source.setOptions(StatehouseDataSource.OPTIONS);
        return source;
    }
}
