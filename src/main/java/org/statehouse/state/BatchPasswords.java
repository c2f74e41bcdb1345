package org.statehouse.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.session.PasswordHasher;

/** The passwords of the rows of one batch, by line. Those of faulty rows are not hashed: they are never written. */
final class BatchPasswords {

    private final PasswordHasher hasher;
    private final Map<Long, Passwords> lines = new HashMap<>();

    BatchPasswords(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    void hash(Catalog catalog, Model model, BatchMode mode, List<BatchRow> rows) {
        if (!Passwords.areIn(model)) {
            return;
        }
        for (BatchRow row : rows) {
            RecordBody body = valid(catalog, model, mode, row);
            if (body != null) {
                lines.computeIfAbsent(row.line(), line -> new Passwords(hasher, PasswordHasher.Patience.JOB))
                        .hash(body);
            }
        }
    }

    void putInto(RecordBody body, long line) {
        Passwords passwords = lines.get(line);
        if (passwords != null) {
            passwords.putInto(body);
        }
    }

    /** Null for a row whose fault the write will tell. */
    private static @Nullable RecordBody valid(Catalog catalog, Model model, BatchMode mode, BatchRow row) {
        if (row.fault() != null) {
            return null;
        }
        try {
            RecordBody body = BatchBodies.parse(catalog, model, row);
            boolean good = mode.upsert()
                    ? body.faults().isEmpty()
                    : Draft.create(model, body).violations().isEmpty();
            return good ? body : null;
        } catch (ProblemException told) {
            return null;
        }
    }
}
