package org.statehouse.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher is told by environment variables and system properties, checked.
 *
 * @param httpPort the port of the HTTP listener, 1 to 65535
 * @param httpQueueBytes bytes that wait in this process for the reader of one connection, 16 KiB to 64 MiB
 * @param data the folder of the embedded database, its key and the log
 * @param metadata the folder of the metadata files; null for the samples in the jar
 * @param database an own PostgreSQL; null for the embedded one
 * @param log the least level that is logged
 * @param cluster the nodes that wake each other; null for none
 */
record Settings(
        int httpPort,
        int httpQueueBytes,
        Path data,
        @Nullable Path metadata,
        @Nullable Database database,
        String log,
        @Nullable Cluster cluster) {
    /** Every setting of the launcher, by the part of its name that is its own. */
    static final List<String> KEYS = List.of(
            "HTTP_PORT",
            "HTTP_QUEUE_BYTES",
            "DATA",
            "METADATA",
            "DB_URL",
            "DB_USER",
            "DB_PASSWORD",
            "ADMIN_PASSWORD",
            "CLUSTER",
            "CLUSTER_ADDRESS",
            "CLUSTER_PORT",
            "CLUSTER_MEMBERS",
            "LOG");

    private static final List<String> LEVELS =
            List.of("OFF", "SEVERE", "WARNING", "INFO", "CONFIG", "FINE", "FINER", "FINEST", "ALL");

    private static final Pattern CLUSTER_NAME = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    /** A PostgreSQL that somebody else runs. */
    record Database(String url, String user, String password) {}

    /**
     * Nodes that find each other by their addresses.
     *
     * @param name of the cluster; nodes of other names do not speak to each other
     * @param address on which this node listens to the others
     * @param port of it
     * @param members addresses of nodes as {@code host:port}, one at least; this one may be among them
     */
    record Cluster(String name, String address, int port, List<String> members) {}

    /**
     * Reads the settings; a system property goes before the environment variable of the same setting.
     *
     * @throws StartFailure if a value is out of its range, naming the setting, the value and the range
     */
    static Settings read(Map<String, String> environment, UnaryOperator<@Nullable String> properties) {
        Source source = new Source(environment, properties);
        Database database = database(source);
        return new Settings(
                port("HTTP_PORT", source.get("HTTP_PORT").orElse("8080")),
                number("HTTP_QUEUE_BYTES", source.get("HTTP_QUEUE_BYTES").orElse("131072"), 1 << 14, 1 << 26),
                Path.of(source.get("DATA").orElse("data")).toAbsolutePath().normalize(),
                source.get("METADATA").map(Settings::folder).orElse(null),
                database,
                level(source.get("LOG").orElse("WARNING")),
                cluster(source, database));
    }

    /** The name of a setting as an environment variable. */
    static String variable(String key) {
        return "STATEHOUSE_" + key;
    }

    /** The name of a setting as a system property. */
    static String property(String key) {
        return "statehouse." + key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int port(String key, String value) {
        return number(key, value, 1, 65535);
    }

    private static int number(String key, String value, int least, int most) {
        String range = "a number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(key, value, range, e);
        }
        throw bad(key, value, range, null);
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

    /** Nodes of a cluster have one database, which none of them starts and stops. */
    private static @Nullable Cluster cluster(Source source, @Nullable Database database) {
        String name = source.get("CLUSTER").orElse("off");
        if (name.equalsIgnoreCase("off")) {
            return null;
        }
        if (!CLUSTER_NAME.matcher(name).matches()) {
            throw bad("CLUSTER", name, "off, or a name of 1 to 40 letters, digits and dashes", null);
        }
        if (database == null) {
            throw new StartFailure(variable("CLUSTER") + "=" + name + " needs a PostgreSQL that all nodes share: set "
                    + variable("DB_URL") + ", or leave " + variable("CLUSTER") + " out.");
        }
        String address = source.get("CLUSTER_ADDRESS").orElse("127.0.0.1");
        if (!HOST.matcher(address).matches()) {
            throw bad("CLUSTER_ADDRESS", address, "an address of this machine", null);
        }
        int port = port("CLUSTER_PORT", source.get("CLUSTER_PORT").orElse("6900"));
        String members = source.get("CLUSTER_MEMBERS").orElse(address + ":" + port);
        return new Cluster(name, address, port, members(members));
    }

    private static List<String> members(String value) {
        List<String> members =
                Stream.of(value.split(",", -1)).map(String::strip).toList();
        for (String member : members) {
            int colon = member.lastIndexOf(':');
            if (colon < 1 || !HOST.matcher(member.substring(0, colon)).matches()) {
                throw bad("CLUSTER_MEMBERS", value, "a list such as 10.0.0.1:6900,10.0.0.2:6900", null);
            }
            int unused = port("CLUSTER_MEMBERS", member.substring(colon + 1));
        }
        return members;
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
