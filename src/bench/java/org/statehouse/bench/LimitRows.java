package org.statehouse.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Rows whose ids are numbers, because pgbench cannot know others. They stand beside the records in the same table. */
final class LimitRows {

    private static final int MOST = 64_000;

    private LimitRows() {}

    /** SQL for the id with a number. */
    static String idOf(String number) {
        return "lpad(to_hex(" + number + "), 32, '0')::uuid";
    }

    /** Makes them anew, all at version 1; gives how many there are for each client. */
    static int renew(DataSource source, int records, int clients) {
        int each = Math.max(1, Math.min(records, MOST) / clients);
        int rows = each * clients;
        run(source, "DELETE FROM public.vehicle WHERE plate LIKE 'L-%'");
        run(source, """
                INSERT INTO public.vehicle (id, version, "createdAt", "createdBy", "updatedAt", "updatedBy",
                  plate, size, make, color, owner, mileage, price, seen, serial)
                SELECT %s, 1, clock_timestamp(), 'bench', clock_timestamp(), 'bench', 'L-' || n, 'STANDARD', 'Saab', 'blue',
                  'owner.' || n || '@example.org', n %% 100000, 4711.25, clock_timestamp(), -1 - n
                FROM generate_series(0::bigint, %d) n
                """.formatted(idOf("n"), rows - 1));
        tidy(source);
        return each;
    }

    /** How many changes of them are in the table. */
    static long changes(DataSource source) {
        return number(source, "SELECT coalesce(sum(version - 1), 0) FROM public.vehicle WHERE plate LIKE 'L-%'");
    }

    /** Leaves nothing to be cleaned up while something is measured. */
    static void tidy(DataSource source) {
        run(source, "VACUUM (ANALYZE) public.vehicle");
        run(source, "VACUUM (ANALYZE) statehouse.change_log");
        run(source, "CHECKPOINT");
    }

    static long number(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
