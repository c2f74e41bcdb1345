package org.statehouse.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The start class of {@code statehouse.jar}: database, server, application, in this order; and back. */
public final class Main {
    private static final String FAILURE = "statehouse.start.failure";
    private static final String WARNING = "statehouse.start.warning";

    private final Payara payara = new Payara();
    private @Nullable DataFolder data;
    private @Nullable Watch watch;

    private Main() {}

    /** Starts the server; the arguments are Payara Micro's own. Ends with status 1 if it cannot start. */
    public static void main(String[] arguments) {
        Main main = new Main();
        Runtime.getRuntime().addShutdownHook(new Thread(main::stop, "statehouse-stop"));
        try {
            main.start(Settings.read(System.getenv(), System::getProperty), List.of(arguments));
        } catch (StartFailure e) {
            System.err.println("Statehouse cannot start. " + e.getMessage());
            System.exit(1);
        }
    }

    private void start(Settings settings, List<String> arguments) {
        CommandLine line = CommandLine.of(arguments, settings);
        refuseUsedPort(line.port());
        DataFolder folder = DataFolder.open(settings.data());
        data = folder;
        ServerLog log = ServerLog.write(folder.path(), settings.log());
        PrintStream output = log.takeStandardOutput();
        publish(settings, folder);
        payara.start(line.with(log.configuration()));
        refuseFailure();
        RequestGate.guard();
        Listener.boundQueues(settings.httpQueueBytes());
        Readiness.await(line.port(), log.file());
        log.toConsole();
        announce(output, line.port());
    }

    /** Tells the application, by system properties, what it cannot know by itself. */
    private void publish(Settings settings, DataFolder folder) {
        Settings.Database database = settings.database();
        if (database == null) {
            EmbeddedPostgres embedded = EmbeddedPostgres.start(folder.path());
            watch = Watch.over(embedded);
            database = new Settings.Database(embedded.url(), embedded.user(), embedded.password());
        } else {
            ExternalDatabase.require(database);
        }
        System.setProperty(Settings.property("DB_URL"), database.url());
        System.setProperty(Settings.property("DB_USER"), database.user());
        System.setProperty(Settings.property("DB_PASSWORD"), database.password());
        System.setProperty(Settings.property("DATA"), folder.path().toString());
        if (settings.metadata() != null) {
            System.setProperty(
                    Settings.property("METADATA"), settings.metadata().toString());
        }
    }

    private static void refuseUsedPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + port + " on 127.0.0.1 cannot be used (" + e.getMessage()
                            + "). Stop the program that has it, or set STATEHOUSE_HTTP_PORT to a free port.",
                    e);
        }
    }

    private static void refuseFailure() {
        String failure = System.getProperty(FAILURE);
        if (failure != null) {
            throw new StartFailure(failure);
        }
    }

    private static void announce(PrintStream output, int port) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        String warning = System.getProperty(WARNING);
        if (warning != null) {
            System.err.println(warning);
        }
        output.println("Listening on 127.0.0.1 only, because requests are not authenticated yet.");
        output.println(
                String.format(Locale.ROOT, "Statehouse ready at http://localhost:%d in %.1f s", port, millis / 1000.0));
    }

    /** Server first, database after it, the data folder last: nothing writes to what is gone. */
    private void stop() {
        payara.stop();
        if (watch != null) {
            watch.stopDatabase();
        }
        if (data != null) {
            data.close();
        }
    }
}
