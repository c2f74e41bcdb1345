package org.statehouse.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.statehouse.testkit.Server;

/** Shipments in great numbers, written behind the server's back. */
final class Rows {

    private static final String FILL = """
            INSERT INTO public.shipment (id, version, "createdAt", "createdBy", "updatedAt", "updatedBy", note, pieces,
                   fragile, state, carrier)
            SELECT ?::bigint + i, 1, now(), 'test', now(), 'test', repeat('n', ?::int), nullif(i %% 97, 13), false,
                   'NEW', ?
              FROM generate_series(0, ?::bigint - 1) i
            """.replace("%%", "%");

    private Rows() {}

    static void fill(Server server, long first, long rows, String carrier) {
        fill(server, first, rows, carrier, 1);
    }

    /** @param noteLength characters of each note */
    static void fill(Server server, long first, long rows, String carrier, int noteLength) {
        try (Connection connection = server.dataSource().getConnection();
                PreparedStatement fill = connection.prepareStatement(FILL)) {
            fill.setLong(1, first);
            fill.setInt(2, noteLength);
            fill.setString(3, carrier);
            fill.setLong(4, rows);
            fill.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
