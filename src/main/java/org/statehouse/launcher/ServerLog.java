package org.statehouse.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where the server's log goes: into files in the data folder, and once the server is ready to standard error as well.
 * Until then a failure is told in plain words, not in a log.
 */
final class ServerLog {
    /** What the container says at every start and an operator need not know. */
    private static final List<String> QUIET = List.of(
            "# Expired certificates of authorities that nothing here asks.",
            "javax.enterprise.system.security.ssl.level=SEVERE",
            "# The driver of a data source in the application is registered and unregistered by the container.",
            "jakarta.enterprise.web.util.level=SEVERE",
            "# The container is unpacked below the temporary folder.",
            "PayaraMicro.level=SEVERE");

    private final Path configuration;
    private final Path file;
    private final Level level;

    private ServerLog(Path configuration, Path file, Level level) {
        this.configuration = configuration;
        this.file = file;
        this.level = level;
    }

    /** Writes the configuration of {@code java.util.logging} for a least level. */
    static ServerLog write(Path data, String level) {
        Path file = data.resolve("log").resolve("server.0.log");
        Path configuration = data.resolve("log").resolve("logging.properties");
        try {
            Files.createDirectories(data.resolve("log"));
            Files.writeString(configuration, """
                    # Written at every start.
                    handlers=java.util.logging.FileHandler
                    java.util.logging.FileHandler.pattern=%s/server.%%g.log
                    java.util.logging.FileHandler.append=true
                    java.util.logging.FileHandler.limit=16777216
                    java.util.logging.FileHandler.count=4
                    java.util.logging.FileHandler.maxLocks=1
                    java.util.logging.FileHandler.level=%s
                    java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                    java.util.logging.SimpleFormatter.format=%%1$tFT%%1$tT.%%1$tL%%1$tz %%4$s %%3$s %%5$s%%6$s%%n
                    .level=%s
                    %s
                    """.formatted(
                            data.resolve("log").toString().replace('\\', '/').replace("%", "%%"),
                            level,
                            level,
                            String.join("\n", QUIET)));
        } catch (IOException e) {
            throw new StartFailure(
                    "The log cannot be written to " + data + " (" + DataFolder.reason(e)
                            + "). Set STATEHOUSE_DATA to a folder that this user may write.",
                    e);
        }
        return new ServerLog(configuration, file, Level.parse(level));
    }

    String configuration() {
        return configuration.toString();
    }

    Path file() {
        return file;
    }

    /**
     * Sends what the container prints by itself to a file beside the log, and gives the standard output that was: it
     * belongs to Statehouse alone.
     */
    PrintStream takeStandardOutput() {
        PrintStream own = System.out;
        Path folder = configuration.getParent();
        try {
            System.setOut(new PrintStream(
                    Files.newOutputStream(configuration.resolveSibling("console.log")), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartFailure("The log cannot be written to " + folder + " (" + DataFolder.reason(e) + ").", e);
        }
        return own;
    }

    /** From now on, to standard error as well. */
    void toConsole() {
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(level);
        Logger.getLogger("").addHandler(console);
    }
}
