package org.statehouse.bench;

import java.util.List;
import java.util.Random;

/**
 * Reads and writes of many models, and a look at each answer: the two numbers that are written together are equal, a list
 * has records of one shape, and who has seen the new shape of a model does not see the old one again.
 */
final class ModelSession implements Session {

    private enum Act {
        READ,
        LIST,
        WRITE
    }

    private final List<List<String>> ids;
    private final int connection;
    private final int connections;
    private final Random random;
    private final long[][] versions;
    private final boolean[] added;
    /** No write may leave a record as it is: that would be no version. */
    private int number = 1;

    private Act act = Act.READ;
    private int model;
    private int index;

    ModelSession(List<List<String>> ids, int connection, int connections) {
        this.ids = ids;
        this.connection = connection;
        this.connections = connections;
        this.random = new Random(connection);
        this.versions = new long[ids.size()][2];
        this.added = new boolean[ids.size()];
    }

    @Override
    public byte[] next() {
        model = random.nextInt(ids.size());
        int choice = random.nextInt(10);
        act = choice < 5 ? Act.WRITE : choice < 9 ? Act.READ : Act.LIST;
        String path = "/api/records/" + ManyModels.nameOf(model);
        return switch (act) {
            case LIST -> Requests.get(path + "?limit=20");
            case READ ->
                Requests.get(path + "/"
                        + ids.get(model).get(random.nextInt(ids.get(model).size())));
            case WRITE -> write(path);
        };
    }

    private byte[] write(String path) {
        index = random.nextInt(2);
        String id = ids.get(model).get(connection + index * connections);
        number++;
        return Requests.json(
                "PATCH",
                path + "/" + id,
                Requests.ifMatch(versions[model][index] + 1),
                "{\"f01\":" + number + ",\"f02\":" + number + "}");
    }

    @Override
    public boolean answered(Answer answer) {
        if (answer.status() != 200) {
            return false;
        }
        if (act == Act.WRITE) {
            versions[model][index]++;
        }
        String body = answer.body();
        return isWhole(body) && isOfOneShape(body);
    }

    private static boolean isWhole(String body) {
        int at = body.indexOf("\"f01\":");
        while (at >= 0) {
            int comma = body.indexOf(',', at);
            String number = body.substring(at + 6, comma);
            if (!body.startsWith("\"f02\":" + number + ",", comma + 1)) {
                return false;
            }
            at = body.indexOf("\"f01\":", comma);
        }
        return true;
    }

    private boolean isOfOneShape(String body) {
        int records = count(body, "\"f01\":");
        int withField = count(body, "\"added\":");
        boolean mixed = withField != 0 && withField != records;
        boolean backwards = added[model] && records > 0 && withField == 0;
        if (mixed || backwards) {
            return false;
        }
        added[model] |= withField > 0;
        return true;
    }

    private static int count(String body, String name) {
        int count = 0;
        for (int at = body.indexOf(name); at >= 0; at = body.indexOf(name, at + name.length())) {
            count++;
        }
        return count;
    }
}
