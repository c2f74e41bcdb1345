package org.statehouse.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the programs of PostgreSQL, which refuse to run as root.
 *
 * <p>For root they are run in a user namespace of their own, where they are nobody; where that is forbidden (the default
 * of many containers), as the unprivileged user 65534, who then owns the database's folder.
 */
final class Commands {
    private static final int NOBODY = 65534;
    private static final long TIMEOUT_SECONDS = 120;

    private final List<String> prefix;
    private final int owner;

    private Commands(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** What a program printed, and how it ended. */
    record Result(int status, String output) {
        boolean ok() {
            return status == 0;
        }
    }

    /** Finds a way to run programs without the rights of root. */
    static Commands unprivileged() {
        if (!isRoot()) {
            return new Commands(List.of(), -1);
        }
        if (works("unshare", "-U")) {
            return new Commands(List.of("unshare", "-U"), 0);
        }
        String id = Integer.toString(NOBODY);
        if (works("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups")) {
            return new Commands(List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"), NOBODY);
        }
        if (works("runuser", "-u", "nobody", "--")) {
            return new Commands(List.of("runuser", "-u", "nobody", "--"), NOBODY);
        }
        throw new StartFailure("PostgreSQL does not run as root, and neither unshare, setpriv nor runuser works here.\n"
                + "Start Statehouse as another user, or set STATEHOUSE_DB_URL to a PostgreSQL of your own.");
    }

    /** Runs a program to its end; what is passed as input is all of its standard input. */
    Result run(Path folder, String input, List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        return execute(folder, input, line);
    }

    /** Gives a folder and all in it to the user that the programs run as. */
    void own(Path folder) {
        if (owner < 0) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Integer.valueOf(owner)
                        .equals(Files.getAttribute(file, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS))) {
                    Files.setAttribute(file, "unix:uid", owner, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException e) {
            throw new StartFailure(
                    folder + " cannot be given to the user that runs PostgreSQL (" + DataFolder.reason(e) + ").", e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"))
                && !System.getProperty("os.name", "").startsWith("Windows");
    }

    private static boolean works(String... prefix) {
        List<String> line = new ArrayList<>(List.of(prefix));
        line.add("true");
        try {
            return execute(Path.of("/"), "", line).ok();
        } catch (StartFailure e) {
            return false;
        }
    }

    private static Result execute(Path folder, String input, List<String> line) {
        Path output = null;
        try {
            output = Files.createTempFile("statehouse", ".out");
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StartFailure(line + " did not end within " + TIMEOUT_SECONDS + " s.");
            }
            return new Result(process.exitValue(), Files.readString(output).strip());
        } catch (IOException e) {
            throw new StartFailure(line.get(0) + " cannot be run (" + DataFolder.reason(e) + ").", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(line.get(0) + " was interrupted.", e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
