package org.statehouse.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The packaged server in a process of its own, on free ports, with a data folder of its own.
 *
 * <p>Not safe for use by several threads, as far as starting and stopping goes.
 */
public final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int TAIL_LINES = 60;

    /** The first of the JVM's two compilers alone: a server that lives for a minute costs half of the processor's time. */
    private static final String QUICKLY_COMPILED = "-XX:TieredStopAtLevel=1";

    private static @Nullable Server shared;

    private final Path folder;
    private final int port;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private final List<String> properties;
    private @Nullable Process process;

    private Server(Builder builder) {
        this.folder = Folders.create(builder.name);
        this.port = builder.port == 0 ? Ports.free() : builder.port;
        this.environment = new TreeMap<>(builder.environment);
        this.arguments = List.copyOf(builder.arguments);
        this.properties = List.copyOf(builder.properties);
        environment.putIfAbsent("STATEHOUSE_HTTP_PORT", Integer.toString(port));
        environment.putIfAbsent("STATEHOUSE_DATA", folder.resolve("data").toString());
    }

    /** The one server that tests share which leave it as they found it; started at first use, stopped with the JVM. */
    public static synchronized Server shared() {
        Server server = shared;
        if (server == null) {
            server = builder("shared").build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shared-server-stop"));
            shared = server;
        }
        return server;
    }

    /** A server to be started; the name shows in the name of its folder. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** What differs from a server as a newcomer starts it. */
    public static final class Builder {
        private final String name;
        private final Map<String, String> environment = new TreeMap<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> properties = new ArrayList<>();
        private int port;

        private Builder(String name) {
            this.name = name;
            properties.add(QUICKLY_COMPILED);
        }

        /** A server that is to become as fast as it can, which takes it minutes. */
        public Builder lasting() {
            properties.remove(QUICKLY_COMPILED);
            return this;
        }

        /** An environment variable, by its whole name. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder metadata(Path files) {
            return environment("STATEHOUSE_METADATA", files.toString());
        }

        public Builder data(Path data) {
            return environment("STATEHOUSE_DATA", data.toString());
        }

        /** Another port than a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Arguments after the jar, which are Payara's. */
        public Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** The folder in which points of its code are armed; see {@code org.statehouse.cluster.Failpoint}. */
        public Builder failpoints(Path folder) {
            properties.add("-Dstatehouse.failpoints=" + folder);
            return this;
        }

        /** The server, not started yet. */
        public Server build() {
            return new Server(this);
        }
    }

    /** Starts it and returns when it has said that it is ready; fails with the end of its log. */
    public Server start() {
        launch();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isReady() || !running().isAlive());
        if (!isReady()) {
            throw new AssertionError("The server ended with status " + running().exitValue() + "\n" + tail());
        }
        return this;
    }

    /** Starts it, expects it to end by itself, and gives its status. */
    public int startExpectingFailure() {
        launch();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !running().isAlive());
        return running().exitValue();
    }

    /** SIGTERM, and returns when the process has ended. */
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /** SIGINT, as Ctrl-C sends it, and returns when the process has ended. */
    public void interrupt() {
        Signals.send("INT", running().pid());
        awaitEnd();
    }

    /** SIGKILL: the server has no chance to do anything. Its database goes on running. */
    public void kill() {
        running().destroyForcibly();
        awaitEnd();
        Folders.delete(folder.resolve("tmp"));
    }

    /** SIGSTOP: it stands still, its connections stay open. */
    public void freeze() {
        Signals.send("STOP", running().pid());
    }

    /** SIGCONT: it goes on as if nothing had happened. */
    public void thaw() {
        Signals.send("CONT", running().pid());
    }

    /** Starts it again on the same data and port. */
    public Server restart() {
        if (running().isAlive()) {
            stop();
        }
        return start();
    }

    /** Ends it for good, and its database with it; what it printed and logged is kept. */
    @Override
    public void close() {
        Process started = process;
        if (started == null) {
            return;
        }
        if (started.isAlive()) {
            stop();
        } else {
            stopOrphan();
        }
        Folders.delete(folder.resolve("tmp"));
        Folders.deleteDatabase(folder.resolve("data"));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return running().pid();
    }

    /** Where it answers, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Http http() {
        return new Http(uri());
    }

    public Path data() {
        return Path.of(String.valueOf(environment.get("STATEHOUSE_DATA")));
    }

    /** Its embedded database, for tests that look behind the server's back. */
    public EmbeddedDatabase database() {
        return new EmbeddedDatabase(data());
    }

    /** Connections to its embedded database, each opened anew. */
    public DataSource dataSource() {
        return database().dataSource();
    }

    public String standardOutput() {
        return read(folder.resolve("out.txt"));
    }

    public String standardError() {
        return read(folder.resolve("err.txt"));
    }

    /** The ends of what it printed and logged, for messages of failed tests. */
    public String tail() {
        return "--- standard output\n" + last(standardOutput()) + "\n--- standard error\n" + last(standardError())
                + "\n--- log\n" + last(read(data().resolve("log/server.0.log")));
    }

    private void launch() {
        try {
            Files.createDirectories(folder.resolve("tmp"));
            List<String> line = new ArrayList<>(Signals.heedingInterrupts());
            line.addAll(List.of(java(), "-Djava.io.tmpdir=" + folder.resolve("tmp")));
            line.addAll(properties);
            line.addAll(List.of("-jar", System.getProperty("statehouse.test.jar", "target/statehouse.jar")));
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .redirectError(folder.resolve("err.txt").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("STATEHOUSE_"));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        return standardOutput().contains("Statehouse ready at ");
    }

    private void awaitEnd() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !running().isAlive());
    }

    private void stopOrphan() {
        Optional<ProcessHandle> orphan = database().pid().flatMap(ProcessHandle::of);
        orphan.ifPresent(ProcessHandle::destroy);
        await().atMost(PATIENCE).until(() -> !orphan.map(ProcessHandle::isAlive).orElse(false));
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String last(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
