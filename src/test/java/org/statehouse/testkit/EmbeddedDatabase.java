package org.statehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database that a server embeds, found by what the server keeps in its data folder. */
public record EmbeddedDatabase(Path data) {
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + line(folder().resolve("port"), 0) + "/statehouse";
    }

    public String user() {
        return "statehouse";
    }

    public String password() {
        return line(folder().resolve("password"), 0);
    }

    /** Connections, each opened anew. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    /** The first process of PostgreSQL if it lives; empty otherwise. Its file comes and goes while it is asked for. */
    public Optional<Long> pid() {
        Path file = folder().resolve("cluster-17").resolve("postmaster.pid");
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .map(Long::parseLong)
                    .filter(pid ->
                            ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL to its first process; the others notice and follow. */
    public void kill() {
        pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Ends every connection of the server, as a network that breaks would; gives how many there were. */
    public int cut() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE application_name = 'statehouse' AND pid <> pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private Path folder() {
        return data.resolve("database");
    }

    private static String line(Path file, int number) {
        try {
            return Files.readAllLines(file).get(number).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
