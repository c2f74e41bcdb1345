package org.statehouse.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments for Payara: the user's, and ours where the user said nothing.
 *
 * @param arguments of the user
 * @param port of the HTTP listener
 * @param settings that say the rest
 */
record CommandLine(List<String> arguments, int port, Settings settings) {

    static CommandLine of(List<String> arguments, Settings settings) {
        int at = indexOf(arguments, "--port");
        if (at < 0 || at + 1 >= arguments.size()) {
            return new CommandLine(arguments, settings.httpPort(), settings);
        }
        try {
            return new CommandLine(arguments, Integer.parseInt(arguments.get(at + 1)), settings);
        } catch (NumberFormatException e) {
            throw new StartFailure("--port " + arguments.get(at + 1) + " is not a number.", e);
        }
    }

    /** @param logging the file that says where the log goes */
    List<String> with(String logging) {
        List<String> all = new ArrayList<>(arguments);
        addUnlessGiven(all, "--port", Integer.toString(port));
        addUnlessGiven(all, "--logproperties", logging);
        Settings.Cluster cluster = settings.cluster();
        if (cluster == null) {
            addUnlessGiven(all, "--nohazelcast");
        } else {
            addUnlessGiven(all, "--clustername", cluster.name());
            addUnlessGiven(all, "--clustermode", "tcpip:" + String.join(",", cluster.members()));
            addUnlessGiven(all, "--interfaces", cluster.address());
            addUnlessGiven(all, "--startport", Integer.toString(cluster.port()));
        }
        return all;
    }

    private static void addUnlessGiven(List<String> all, String name, String... values) {
        if (indexOf(all, name) < 0) {
            all.add(name);
            all.addAll(List.of(values));
        }
    }

    private static int indexOf(List<String> arguments, String name) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
