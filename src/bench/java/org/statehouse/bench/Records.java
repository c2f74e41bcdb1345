package org.statehouse.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/** Records that are there, by id, with the versions that they have as far as these requests know. */
final class Records {

    /** So many are enough that no cache of a processor has all of them. */
    private static final int SAMPLE = 200_000;

    private static final String SOME = """
            SELECT t.id, t.version FROM public.vehicle t
             WHERE t.serial > 0 AND t.plate LIKE 'B-%' ORDER BY hashtext(t.plate) LIMIT ?
            """;

    private final List<String> ids = new ArrayList<>();
    private final long[] versions;

    private Records(List<String> ids, List<Long> versions) {
        this.ids.addAll(ids);
        this.versions = versions.stream().mapToLong(Long::longValue).toArray();
    }

    /** Some of the records, in no order. */
    static Records some(DataSource source) {
        List<String> ids = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(SOME)) {
            select.setInt(1, SAMPLE);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                    versions.add(rows.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Records(ids, versions);
    }

    String any(Random random) {
        return ids.get(random.nextInt(ids.size()));
    }

    /** The index of one of those that belong to one of a number of connections alone. */
    int own(Random random, int connection, int connections) {
        int mine = (ids.size() - connection + connections - 1) / connections;
        return connection + connections * random.nextInt(mine);
    }

    String id(int index) {
        return ids.get(index);
    }

    long version(int index) {
        return versions[index];
    }

    void written(int index) {
        versions[index]++;
    }
}
