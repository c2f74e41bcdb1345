package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/**
 * A change of the fields of one record, as it is asked for.
 *
 * @param id typed by the model's {@code IdType}
 * @param json the body
 * @param replaces whether it takes the place of the record (PUT); else it changes some fields (PATCH)
 * @param passwords those of the body, hashed already where that takes time
 */
record RecordChange(
        Caller caller,
        Model model,
        Object id,
        Precondition condition,
        ObjectNode json,
        boolean replaces,
        Passwords passwords) {

    /** What is to be written on a row, if the condition lets it be; 412, 428 and what is wrong with the body by itself. */
    RecordBody body(Connection connection, Catalog catalog, RecordRow current) throws SQLException {
        ObjectNode based = Conflicts.based(connection, current, condition, json, replaces);
        RecordBody body = RecordBody.parse(catalog, model, based);
        passwords.putInto(body);
        return body;
    }

    /** The row as it would be. */
    Draft draft(RecordRow current, RecordBody body) {
        return replaces ? Draft.replace(current, body) : Draft.patch(current, body);
    }
}
