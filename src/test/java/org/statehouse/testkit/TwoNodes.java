package org.statehouse.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Two real servers on one database of their own. */
public final class TwoNodes implements AutoCloseable {

    private final PostgresServer database;
    private final List<Server> nodes = new ArrayList<>();

    private TwoNodes(PostgresServer database) {
        this.database = database;
    }

    /** A database, and nodes on it that wake each other. Both have the same metadata files and settings. */
    public static TwoNodes joined(String name, Path metadata, Map<String, String> settings) {
        int first = Ports.free();
        int second = Ports.free();
        String members = "127.0.0.1:" + first + ",127.0.0.1:" + second;
        return start(name, metadata, settings, List.of(cluster(name, first, members), cluster(name, second, members)));
    }

    /** The same with nodes that know nothing of each other. */
    public static TwoNodes apart(String name, Path metadata, Map<String, String> settings) {
        return start(name, metadata, settings, List.of(Map.of(), Map.of()));
    }

    private static Map<String, String> cluster(String name, int port, String members) {
        return Map.of(
                "STATEHOUSE_CLUSTER", name,
                "STATEHOUSE_CLUSTER_PORT", Integer.toString(port),
                "STATEHOUSE_CLUSTER_MEMBERS", members);
    }

    private static TwoNodes start(
            String name, Path metadata, Map<String, String> settings, List<Map<String, String>> own) {
        TwoNodes two = new TwoNodes(PostgresServer.start(name + "-database"));
        try {
            for (Map<String, String> settingsOfOne : own) {
                Server.Builder builder = Server.builder(name)
                        .metadata(metadata)
                        .environment("STATEHOUSE_DB_URL", two.database.url())
                        .environment("STATEHOUSE_DB_USER", two.database.user())
                        .environment("STATEHOUSE_DB_PASSWORD", two.database.password());
                settings.forEach(builder::environment);
                settingsOfOne.forEach(builder::environment);
                Server node = builder.build();
                two.nodes.add(node);
                node.start();
            }
        } catch (AssertionError | RuntimeException failure) {
            two.close();
            throw failure;
        }
        return two;
    }

    public Server first() {
        return nodes.get(0);
    }

    public Server second() {
        return nodes.get(1);
    }

    /** Connections to the database that both share, each opened anew. */
    public DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    public void close() {
        nodes.forEach(Server::close);
        database.close();
    }
}
