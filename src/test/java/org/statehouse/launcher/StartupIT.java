package org.statehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Server;

/** The packaged jar: how it starts, how it ends, and what is left when it is killed. */
class StartupIT {
    @Test
    void says_on_standard_output_where_it_is_and_nothing_else() {
        assertThat(Server.shared().standardOutput().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("Statehouse ready at http://localhost:"
                        + Server.shared().port() + " in \\d+\\.\\d s");
    }

    @Test
    void tells_its_health() {
        for (String check : List.of("live", "ready", "started")) {
            assertThat(Server.shared().http().get("/health/" + check).send().status())
                    .as(check)
                    .isEqualTo(200);
        }
    }

    @Test
    void listens_on_the_loopback_interface_only() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (InetAddress address : others) {
            assertThat(answers(address, Server.shared().port()))
                    .as("%s", address)
                    .isFalse();
        }
        assertThat(answers(InetAddress.getLoopbackAddress(), Server.shared().port()))
                .isTrue();
    }

    @Test
    void keeps_its_database_durable_and_behind_a_password() throws Exception {
        try (Connection connection = Server.shared().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_setting('fsync'), current_setting('synchronous_commit'),
                               current_setting('full_page_writes'), current_setting('listen_addresses'),
                               (SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules)""")) {
            row.next();
            assertThat(List.of(row.getString(1), row.getString(2), row.getString(3)))
                    .containsOnly("on");
            assertThat(row.getString(4)).isEqualTo("127.0.0.1");
            assertThat(row.getString(5)).isEqualTo("scram-sha-256");
        }
        Path password = Server.shared().data().resolve("database/password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
    }

    @Test
    void ends_with_its_database_on_sigterm_and_on_sigint() {
        try (Server server = Server.builder("signals").build().start()) {
            server.stop();
            assertThat(server.database().pid()).isEmpty();
            server.start();
            server.interrupt();
            assertThat(server.database().pid()).isEmpty();
        }
    }

    @Test
    void loses_nothing_when_killed_and_takes_over_the_database_that_was_left() throws SQLException {
        try (Server server = Server.builder("killed").build().start()) {
            PostgresServer.execute(server.dataSource(), "CREATE TABLE kept AS SELECT 42 AS answer");
            long database = server.database().pid().orElseThrow();
            server.kill();
            assertThat(server.database().pid()).contains(database);
            server.start();
            assertThat(server.database().pid()).contains(database);
            assertThat(answer(server.dataSource())).isEqualTo(42);
        }
    }

    @Test
    void starts_its_database_again_when_that_is_killed_without_a_restart_of_its_own() {
        try (Server server = Server.builder("database-killed").build().start()) {
            long first = server.database().pid().orElseThrow();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            server.database().pid().filter(pid -> pid != first).isPresent()
                                    && health(server, "ready") == 200);
        }
    }

    @Test
    void is_alive_but_not_ready_while_another_ones_database_is_away() {
        try (PostgresServer database = PostgresServer.start("away");
                Server server = external(database, "external").start()) {
            database.kill();
            await().atMost(Duration.ofMinutes(1)).until(() -> health(server, "ready") == 503);
            assertThat(health(server, "live")).isEqualTo(200);
            database.startAgain();
            await().atMost(Duration.ofMinutes(1)).until(() -> health(server, "ready") == 200);
        }
    }

    @Test
    void refuses_a_database_that_could_lose_writes() {
        try (PostgresServer database = PostgresServer.start("not-durable")) {
            PostgresServer.execute(database.dataSource(), "ALTER ROLE statehouse SET synchronous_commit = off");
            assertRefused(external(database, "refused"), "synchronous_commit = off");
        }
    }

    @Test
    void refuses_a_database_that_cannot_be_reached() {
        assertRefused(
                Server.builder("unreachable")
                        .environment("STATEHOUSE_DB_URL", "jdbc:postgresql://127.0.0.1:1/none")
                        .build(),
                "STATEHOUSE_DB_URL",
                "Connection to 127.0.0.1:1 refused");
    }

    @Test
    void refuses_a_port_that_is_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertRefused(Server.builder("port").port(port).build(), "Port " + port, "STATEHOUSE_HTTP_PORT");
        }
    }

    @Test
    void refuses_a_data_folder_that_cannot_be_written() throws IOException {
        Path file = Files.writeString(Folders.create("unwritable").resolve("file"), "");
        assertRefused(Server.builder("data").data(file.resolve("data")).build(), file.toString(), "STATEHOUSE_DATA");
    }

    @Test
    void refuses_the_data_folder_of_another_server() {
        assertRefused(Server.builder("second").data(Server.shared().data()).build(), "Another Statehouse server");
    }

    @Test
    void refuses_values_that_are_out_of_range() {
        assertRefused(
                Server.builder("value")
                        .environment("STATEHOUSE_HTTP_PORT", "65536")
                        .build(),
                "STATEHOUSE_HTTP_PORT=65536",
                "1 to 65535");
        assertRefused(
                Server.builder("cluster")
                        .environment("STATEHOUSE_CLUSTER", "east")
                        .build(),
                "STATEHOUSE_CLUSTER=east",
                "STATEHOUSE_DB_URL");
    }

    private static Server external(PostgresServer database, String name) {
        return Server.builder(name)
                .environment("STATEHOUSE_DB_URL", database.url())
                .environment("STATEHOUSE_DB_USER", database.user())
                .environment("STATEHOUSE_DB_PASSWORD", database.password())
                .build();
    }

    private static void assertRefused(Server server, String... reasons) {
        assertThat(server.startExpectingFailure()).as("exit status").isNotZero();
        assertThat(server.standardOutput()).isEmpty();
        assertThat(server.standardError())
                .startsWith("Statehouse cannot start. ")
                .contains(reasons)
                .doesNotContain("Exception:", "\tat ");
        assertThat(server.standardError().lines().count()).as("lines").isLessThan(6);
    }

    private static int health(Server server, String check) {
        return server.http().get("/health/" + check).send().status();
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int answer(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT answer FROM kept")) {
            row.next();
            return row.getInt(1);
        }
    }
}
