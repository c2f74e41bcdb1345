package org.statehouse.database;

import jakarta.ejb.ApplicationException;
import java.sql.SQLException;

/** A failure of the database that no caller can mend by another request; the edges tell apart which. Unchecked. */
@ApplicationException(rollback = true)
public final class DatabaseFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
