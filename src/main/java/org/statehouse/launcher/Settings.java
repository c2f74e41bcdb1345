package org.statehouse.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher is told by environment variables and system properties, checked.
 *
 * @param httpPort the port of the HTTP listener, 1 to 65535
 * @param data the folder of the embedded database, its key and the log
 * @param metadata the folder of the metadata files; null for the samples in the jar
 * @param database an own PostgreSQL; null for the embedded one
 * @param log the least level that is logged
 */
record Settings(
        int httpPort,
        Path data,
        @Nullable Path metadata,
        @Nullable Database database,
        String log) {
    /** Every setting of the launcher, by the part of its name that is its own. */
    static final List<String> KEYS = List.of(
            "HTTP_PORT", "DATA", "METADATA", "DB_URL", "DB_USER", "DB_PASSWORD", "ADMIN_PASSWORD", "CLUSTER", "LOG");

    private static final List<String> LEVELS =
            List.of("OFF", "SEVERE", "WARNING", "INFO", "CONFIG", "FINE", "FINER", "FINEST", "ALL");

    /** A PostgreSQL that somebody else runs. */
    record Database(String url, String user, String password) {}

    /**
     * Reads the settings; a system property goes before the environment variable of the same setting.
     *
     * @throws StartFailure if a value is out of its range, naming the setting, the value and the range
     */
    static Settings read(Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
        Source source = new Source(environment, properties);
        cluster(source.get("CLUSTER").orElse("off"));
        return new Settings(
                port(source.get("HTTP_PORT").orElse("8080")),
                Path.of(source.get("DATA").orElse("data")).toAbsolutePath().normalize(),
                source.get("METADATA").map(Settings::folder).orElse(null),
                database(source),
                level(source.get("LOG").orElse("WARNING")));
    }

    /** The name of a setting as an environment variable. */
    static String variable(String key) {
        return "STATEHOUSE_" + key;
    }

    /** The name of a setting as a system property. */
    static String property(String key) {
        return "statehouse." + key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw bad("HTTP_PORT", value, "a number from 1 to 65535", e);
        }
        throw bad("HTTP_PORT", value, "a number from 1 to 65535", null);
    }

    private static Path folder(String value) {
        Path folder = Path.of(value).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw bad("METADATA", value, "a folder that exists and can be read", null);
        }
        return folder;
    }

    private static @Nullable Database database(Source source) {
        Optional<String> url = source.get("DB_URL");
        Optional<String> user = source.get("DB_USER");
        Optional<String> password = source.get("DB_PASSWORD");
        if (url.isEmpty()) {
            if (user.isPresent() || password.isPresent()) {
                throw new StartFailure(variable("DB_USER") + " and " + variable("DB_PASSWORD") + " belong to "
                        + variable("DB_URL") + ", which is not set: set it too, or set none of them.");
            }
            return null;
        }
        if (!url.get().startsWith("jdbc:postgresql:")) {
            throw bad("DB_URL", url.get(), "jdbc:postgresql://host:port/database", null);
        }
        return new Database(url.get(), user.orElse(""), password.orElse(""));
    }

    private static void cluster(String value) {
        if (!value.equalsIgnoreCase("off")) {
            throw new StartFailure(variable("CLUSTER") + "=" + value
                    + ": a cluster is not supported yet. Set it to off, or leave it out.");
        }
    }

    private static String level(String value) {
        String level = value.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw bad("LOG", value, "one of " + String.join(", ", LEVELS), null);
        }
        return level;
    }

    private static StartFailure bad(String key, String value, String range, @Nullable Throwable cause) {
        String message = variable(key) + "=" + value + " is not valid: it must be " + range + ".";
        return cause == null ? new StartFailure(message) : new StartFailure(message, cause);
    }

    private record Source(Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
        /** The value of a setting; an empty one counts as absent. */
        Optional<String> get(String key) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(key);
            }
            String value = properties.apply(property(key));
            if (value == null) {
                value = environment.get(variable(key));
            }
            return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
        }
    }
}
