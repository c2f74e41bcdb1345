package org.statehouse.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Statements;

/** Bringing the platform's tables up to date, on a real PostgreSQL. */
class MigrationIT {
    private static final int NODES = 4;

    @Test
    void nodes_that_start_at_once_do_not_get_in_each_others_way() throws Exception {
        PostgresServer server = PostgresServer.shared();
        PostgresServer.execute(server.dataSource(), "CREATE DATABASE together");
        DataSource source = empty(server, "together");
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        CyclicBarrier together = new CyclicBarrier(NODES);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            ends.add(nodes.submit(() -> {
                together.await();
                Migration.run(source);
                return null;
            }));
        }
        for (Future<?> end : ends) {
            assertThat(end.get()).isNull();
        }
        nodes.shutdown();
    }

    @Test
    void a_second_run_changes_nothing() throws Exception {
        Migration.run(PostgresServer.shared().dataSource());
        try (Connection connection = PostgresServer.shared().dataSource().getConnection()) {
            assertThat(connection
                            .getMetaData()
                            .getSchemas(null, Migration.SCHEMA)
                            .next())
                    .isTrue();
        }
    }

    @Test
    void the_schema_is_made_in_a_database_of_its_own_too() throws Exception {
        DataSource source = PostgresServer.shared().newDatabase("own");
        try (Connection connection = source.getConnection()) {
            assertThat(connection
                            .getMetaData()
                            .getSchemas(null, Migration.SCHEMA)
                            .next())
                    .isTrue();
        }
    }

    @Test
    void every_change_log_is_run() throws Exception {
        PostgresServer server = PostgresServer.shared();
        List<String> run = Statements.texts(
                server.newDatabase("logs"), "SELECT DISTINCT filename FROM statehouse.databasechangelog");
        try (Stream<Path> files = Files.list(Path.of("liquibase"))) {
            assertThat(run)
                    .containsExactlyInAnyOrderElementsOf(files.map(Path::toString)
                            .filter(file -> !file.equals("liquibase/all.xml"))
                            .toList());
        }
    }

    private static DataSource empty(PostgresServer server, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url().replaceAll("/[^/]*$", "/" + database));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }
}
