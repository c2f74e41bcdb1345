package org.statehouse.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;

/** Single records by id, as the connection's transaction sees them. */
public final class RecordStore {

    private RecordStore() {}

    /** The record with this id, typed by the model's {@code IdType}; null when there is none. */
    public static @Nullable RecordRow find(Connection connection, Model model, Object id) throws SQLException {
        RecordColumns columns = RecordColumns.all(model);
        try (PreparedStatement statement = connection.prepareStatement(columns.selectWhereId() + "?")) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? columns.read(rows, 1) : null;
            }
        }
    }

    /** The same with some columns only, if the catalog of this version is in force. */
    static @Nullable RecordRow find(Connection connection, long catalog, RecordColumns columns, Object id)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(columns.selectComparedWhereId() + "?")) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                StaleCatalog.requireSame(catalog, rows.getLong(columns.count() + 1));
                return columns.read(rows, 1);
            }
        }
    }
}
