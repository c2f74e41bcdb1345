package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/** Hashes the passwords of a write before anything is held: a hash takes long. Of writes that are refused none is made. */
final class PasswordsFirst {

    private final DataSource dataSource;
    private final Catalog catalog;

    PasswordsFirst(DataSource dataSource, Catalog catalog) {
        this.dataSource = dataSource;
        this.catalog = catalog;
    }

    /** Those of a command that is to be a part of a unit; what would be refused is refused here. */
    void hash(Model model, Command command, Passwords passwords) throws SQLException {
        if (command instanceof Command.Create create && Passwords.areIn(model, create.body())) {
            RecordBody body = RecordBody.parse(catalog, model, create.body());
            if (Draft.create(model, body).violations().isEmpty()) {
                passwords.hash(body);
            }
        } else if (command instanceof Command.Patch patch && Passwords.areIn(model, patch.body())) {
            Object id = UnknownRecord.idOf(model, patch.id());
            passwords.hash(check(model, id, patch.condition(), patch.body(), false));
        } else if (command instanceof Command.Replace replace && Passwords.areIn(model, replace.body())) {
            Object id = UnknownRecord.idOf(model, replace.id());
            passwords.hash(check(model, id, replace.condition(), replace.body(), true));
        }
    }

    /**
     * The body of a change, once nothing but the hash of its passwords is missing for it to be written: what is answered to
     * others is answered here, before a hash is made, and no connection is held when one is.
     */
    RecordBody check(Model model, Object id, Precondition condition, ObjectNode json, boolean replaces)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            RecordRow current = UnknownRecord.live(RecordStore.find(connection, model, id), model, id.toString());
            ObjectNode based = Conflicts.based(connection, current, condition, json, replaces);
            RecordBody body = RecordBody.parse(catalog, model, based);
            RecordRules.requireValid(
                    connection, catalog, replaces ? Draft.replace(current, body) : Draft.patch(current, body));
            return body;
        }
    }
}
