package org.statehouse.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL of our own, whose files live in the data folder.
 *
 * <p>It is durable ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on), listens on the
 * loopback interface only, and asks for a password that is made at the first start. Its port is chosen at the first
 * start and kept, so that a later start finds a server that was left behind.
 */
public final class EmbeddedPostgres {
    private static final String USER = "statehouse";
    private static final String DATABASE = "statehouse";
    private static final int MAX_CONNECTIONS = 120;

    /** Times the connections, locks that all transactions may hold: a delete can take one for each of 10,000 ids. */
    private static final int MAX_LOCKS = 256;

    private static final int PASSWORD_BYTES = 24;
    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Path programs;
    private final Path cluster;
    private final Commands commands;
    private final String password;

    private EmbeddedPostgres(Path folder, Path programs, Commands commands, String password) {
        this.folder = folder;
        this.programs = programs;
        this.cluster = folder.resolve("cluster-17");
        this.commands = commands;
        this.password = password;
    }

    /**
     * Starts the database of a data folder, making it first if there is none; one that still runs is taken over.
     *
     * @param data a folder that this process owns
     * @throws StartFailure saying what to do, if it does not start
     */
    public static EmbeddedPostgres start(Path data) {
        EmbeddedPostgres database = prepare(data);
        database.initialise();
        database.run();
        return database;
    }

    private static EmbeddedPostgres prepare(Path data) {
        Commands commands = Commands.unprivileged();
        Path programs = PostgresBinaries.unpack(data);
        Path folder = data.resolve("database");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StartFailure(folder + " cannot be made (" + DataFolder.reason(e) + ").", e);
        }
        Path secret = folder.resolve("password");
        String password = DataFolder.read(secret);
        if (password == null) {
            password = newPassword();
            DataFolder.writePrivately(secret, password);
        }
        return new EmbeddedPostgres(folder, programs, commands, password);
    }

    /** Starts it again if it is not running; does nothing if it is. */
    synchronized void run() {
        Optional<Postmaster> running = Postmaster.of(cluster);
        if (running.isPresent() && settle(running.get())) {
            return;
        }
        Postmaster.forgetDead(cluster, programs);
        trimLog();
        writeConfiguration(port());
        commands.own(folder);
        Commands.Result result = program(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                Long.toString(PATIENCE.toSeconds()),
                "-s",
                "-D",
                cluster.toString(),
                "-l",
                log().toString());
        if (!result.ok()) {
            throw new StartFailure("The embedded PostgreSQL does not start on port " + port() + ":\n" + lastLines()
                    + "\nIts whole log is " + log() + ". If another program has the port, stop it, or delete "
                    + portFile() + " to choose another.");
        }
    }

    /** Stops it: what runs is rolled back, what was acknowledged stays. Does nothing if it is not running. */
    public synchronized void stop() {
        if (Postmaster.of(cluster).isPresent()) {
            program("pg_ctl", "stop", "-w", "-m", "fast", "-s", "-D", cluster.toString());
        }
    }

    /** True if its first process lives. */
    public boolean isRunning() {
        return Postmaster.of(cluster).isPresent();
    }

    /** The pid of its first process; empty if it is not running. */
    public Optional<Long> pid() {
        return Postmaster.of(cluster).map(Postmaster::pid);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:"
                + Postmaster.of(cluster).map(Postmaster::port).orElseGet(this::port) + "/" + DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Waits for one that is starting or stopping; true if it runs in the end. */
    private boolean settle(Postmaster found) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Postmaster> now = Optional.of(found);
        while (now.isPresent() && !now.get().ready()) {
            if (System.nanoTime() > deadline) {
                throw new StartFailure("A PostgreSQL (pid " + found.pid() + ") left in " + cluster
                        + " neither starts nor stops. End it, then start again. Its log is " + log() + ".");
            }
            Pause.millis(50);
            now = Postmaster.of(cluster);
        }
        return now.isPresent();
    }

    private void initialise() {
        if (Files.exists(cluster)) {
            return;
        }
        Path draft = folder.resolve("cluster.new");
        Path secret = folder.resolve("password.init");
        try {
            Trees.delete(draft);
            Files.createDirectory(draft);
            DataFolder.writePrivately(secret, password);
            commands.own(folder);
            check(program(
                    "initdb",
                    "-D",
                    draft.toString(),
                    "--username=" + USER,
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions"));
            check(runProgram(
                    "CREATE DATABASE " + DATABASE + ";\n", "postgres", "--single", "-D", draft.toString(), "postgres"));
            Files.writeString(
                    draft.resolve("postgresql.conf"),
                    "include 'statehouse.conf'\n",
                    java.nio.file.StandardOpenOption.APPEND);
            Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartFailure("The database cannot be made in " + folder + " (" + DataFolder.reason(e) + ").", e);
        } finally {
            secret.toFile().delete();
        }
    }

    private void check(Commands.Result result) {
        if (!result.ok()) {
            throw new StartFailure("The database cannot be made in " + folder + ":\n" + result.output());
        }
    }

    private void writeConfiguration(int port) {
        String configuration = """
                # Written at every start.
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = %d
                max_locks_per_transaction = %d
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                shared_buffers = '256MB'
                max_wal_size = '2GB'
                wal_compression = on
                log_checkpoints = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                """.formatted(port, MAX_CONNECTIONS, MAX_LOCKS);
        try {
            Files.writeString(cluster.resolve("statehouse.conf"), configuration);
        } catch (IOException e) {
            throw new StartFailure(cluster + " cannot be written (" + DataFolder.reason(e) + ").", e);
        }
    }

    private int port() {
        String kept = DataFolder.read(portFile());
        try {
            int port = kept == null ? freePort() : Integer.parseInt(kept);
            if (kept == null) {
                DataFolder.writePrivately(portFile(), Integer.toString(port));
            }
            return port;
        } catch (NumberFormatException e) {
            throw new StartFailure(portFile() + " holds no port. Delete it to choose a free one.", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailure("No free port for the embedded PostgreSQL (" + DataFolder.reason(e) + ").", e);
        }
    }

    private Path portFile() {
        return folder.resolve("port");
    }

    private Path log() {
        return folder.resolve("log");
    }

    private String lastLines() {
        String text = DataFolder.read(log());
        List<String> lines = text == null ? List.of() : text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    /** Keeps the log of one start before the last once it has grown. */
    private void trimLog() {
        try {
            if (Files.exists(log()) && Files.size(log()) > MAX_LOG_BYTES) {
                Files.move(log(), folder.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StartFailure(log() + " cannot be moved (" + DataFolder.reason(e) + ").", e);
        }
    }

    private Commands.Result program(String name, String... arguments) {
        return runProgram("", name, arguments);
    }

    private Commands.Result runProgram(String input, String name, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(programs.resolve("bin").resolve(name).toString());
        line.addAll(List.of(arguments));
        return commands.run(folder, input, line);
    }

    private static String newPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
