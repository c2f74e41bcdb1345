package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;

/**
 * Patches of one record as one change: each is checked on what those before it leave, as if they came one after the other, and
 * what is left in the end is written.
 */
final class PatchesTogether {

    private static final int TRIES = 5;

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final RecordSql sql;

    PatchesTogether(DataSource dataSource, TransactionManager transactions, RecordSql sql) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.sql = sql;
    }

    /**
     * What has become of each patch.
     *
     * @param written by all that were not refused
     * @param refused for each patch why it was not written, or null
     */
    record Done(Outcome written, List<@Nullable ProblemException> refused) {}

    /**
     * Writes them; nothing when others were faster each time, so that each must be written by itself.
     *
     * @throws ProblemException when what is left in the end is refused, for the sake of whichever
     */
    Optional<Done> write(Caller caller, Model model, String idText, Precondition condition, List<ObjectNode> patches)
            throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Done> done =
                    transactions.statement(() -> Optional.ofNullable(tryWrite(caller, model, id, condition, patches)));
            if (done.isPresent()) {
                return done;
            }
            TransactionManager.backOff(attempt);
        }
        return Optional.empty();
    }

    private @Nullable Done tryWrite(
            Caller caller, Model model, Object id, Precondition condition, List<ObjectNode> patches)
            throws SQLException {
        Catalog catalog = sql.catalog();
        try (Connection connection = dataSource.getConnection()) {
            RecordRow current = UnknownRecord.live(RecordStore.find(connection, model, id), model, id.toString());
            Conflicts.require(connection, current, condition, null, false);
            RecordRow row = current;
            List<@Nullable ProblemException> refused = new ArrayList<>();
            for (ObjectNode patch : patches) {
                try {
                    Draft draft = Draft.patch(row, RecordBody.parse(catalog, model, patch));
                    RecordRules.requireValid(connection, catalog, draft);
                    row = row.with(draft.values());
                    refused.add(null);
                } catch (ProblemException wrong) {
                    refused.add(wrong);
                }
            }
            Draft all = new Draft(row.values(), changed(current, row), List.of());
            if (all.changed().isEmpty()) {
                return new Done(new Outcome(current, null), refused);
            }
            Outcome written = FastPath.write(
                    connection,
                    sql.update(model, all.changed()),
                    RowTarget.of(current),
                    all.values(),
                    Images.before(all.changed(), current.values()),
                    caller,
                    catalog.version());
            if (written == null) {
                RecordRules.requireReferences(connection, catalog, all);
                return null;
            }
            return new Done(written, refused);
        }
    }

    private static List<Field> changed(RecordRow before, RecordRow after) {
        return before.model().fields().values().stream()
                .filter(field -> !Objects.equals(
                        before.values().get(field.name()), after.values().get(field.name())))
                .toList();
    }
}
