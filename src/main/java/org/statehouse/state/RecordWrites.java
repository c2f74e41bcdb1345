package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * The writes of one catalog. Each call is one transaction, committed when it returns; or, where the writes are within a unit
 * of work, a part of that unit, which draws the position.
 */
final class RecordWrites {

    /** How often the fast path is tried before the row is locked instead. */
    private static final int FAST_TRIES = 5;

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final IdSource ids;
    private final RecordSql sql;
    private final RecordUnit unit;
    private final BatchWrites batches;
    private final PasswordsFirst hashing;
    private final PatchesTogether together;
    private final RecentRows recent;
    private final @Nullable UnitOfWork within;

    RecordWrites(
            DataSource dataSource, TransactionManager transactions, IdSource ids, RecordSql sql, RecentRows recent) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.ids = ids;
        this.sql = sql;
        this.unit = new RecordUnit(sql);
        this.batches = new BatchWrites(transactions, ids, sql);
        this.hashing = new PasswordsFirst(dataSource, sql.catalog());
        this.together = new PatchesTogether(dataSource, transactions, sql);
        this.recent = recent;
        this.within = null;
    }

    private RecordWrites(RecordWrites all, UnitOfWork within) {
        this.dataSource = all.dataSource;
        this.transactions = all.transactions;
        this.ids = all.ids;
        this.sql = all.sql;
        this.unit = all.unit;
        this.batches = all.batches;
        this.hashing = all.hashing;
        this.together = all.together;
        this.recent = all.recent;
        this.within = within;
    }

    /** The same writes as parts of a unit; passwords must have been hashed before. */
    RecordWrites within(UnitOfWork work) {
        return new RecordWrites(this, work);
    }

    PasswordsFirst passwordsFirst() {
        return hashing;
    }

    PatchesTogether together() {
        return together;
    }

    BatchWrites batches() {
        return batches;
    }

    Catalog catalog() {
        return sql.catalog();
    }

    Outcome create(Caller caller, Model model, ObjectNode json, Passwords passwords) throws SQLException {
        RecordBody body = RecordBody.parse(catalog(), model, json);
        boolean clientGivesId = model.idAssigned() == Model.IdAssigned.CLIENT;
        Object id = ClientIds.idOfNew(model, body, ids);
        if (Passwords.areIn(model, json)
                && Draft.create(model, body).violations().isEmpty()) {
            passwords.hash(body);
        }
        if (clientGivesId || !body.links().isEmpty() || within != null) {
            return run(caller, work -> unit.create(work, model, id, body));
        }
        Draft draft = Draft.create(model, body);
        return transactions.statement(() -> tryCreate(caller, model, id, draft));
    }

    private Outcome tryCreate(Caller caller, Model model, @Nullable Object id, Draft draft) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            RecordRules.requireValid(connection, catalog(), draft);
            Outcome written = FastPath.write(
                    connection,
                    sql.create(model),
                    RowTarget.create(id, 1),
                    draft.values(),
                    null,
                    caller,
                    catalog().version());
            if (written == null) {
                RecordRules.requireReferences(connection, catalog(), draft);
                throw new StaleCatalog();
            }
            recent.saw(catalog(), written);
            return written;
        }
    }

    /** PATCH, and PUT where {@code replaces}. */
    Outcome change(
            Caller caller,
            Model model,
            String idText,
            Precondition condition,
            ObjectNode json,
            boolean replaces,
            Passwords passwords)
            throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        if (within != null) {
            return changeLocked(caller, model, id, condition, json, replaces, passwords);
        }
        if (Passwords.areIn(model, json)) {
            passwords.hash(hashing.check(model, id, condition, json, replaces));
        }
        if (json.properties().stream().anyMatch(member -> isLinks(model, member.getKey()))) {
            return changeLocked(caller, model, id, condition, json, replaces, passwords);
        }
        Outcome soon = changeSeen(caller, model, id, condition, json, replaces, passwords);
        if (soon != null) {
            return soon;
        }
        for (int attempt = 0; attempt < FAST_TRIES; attempt++) {
            Optional<Outcome> written = transactions.statement(
                    () -> Optional.ofNullable(tryChange(caller, model, id, condition, json, replaces, passwords)));
            if (written.isPresent()) {
                return written.get();
            }
            TransactionManager.backOff(attempt);
        }
        return changeLocked(caller, model, id, condition, json, replaces, passwords);
    }

    /**
     * Reads, checks and writes, comparing the version just read: the same version is the same row, so what was validated is
     * what is written. Null when somebody else was faster; the next try then says what that means.
     */
    private @Nullable Outcome tryChange(
            Caller caller,
            Model model,
            Object id,
            Precondition condition,
            ObjectNode json,
            boolean replaces,
            Passwords passwords)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            RecordRow current = UnknownRecord.live(RecordStore.find(connection, model, id), model, id.toString());
            Draft draft = draft(connection, current, condition, json, replaces, passwords);
            if (draft.changed().isEmpty()) {
                return new Outcome(current, null);
            }
            Outcome written = write(connection, caller, current, draft);
            if (written == null) {
                RecordRules.requireReferences(connection, catalog(), draft);
            }
            return written;
        }
    }

    /**
     * The same on the row as it was last seen here, without reading it. Null when that is not known, and when anything but the
     * write comes of it: what is refused is refused for the row as it is now.
     */
    private @Nullable Outcome changeSeen(
            Caller caller,
            Model model,
            Object id,
            Precondition condition,
            ObjectNode json,
            boolean replaces,
            Passwords passwords)
            throws SQLException {
        RecordRow seen = condition.kind() == Precondition.Kind.VERSION
                ? recent.find(catalog(), model, id, condition.version())
                : null;
        if (seen == null) {
            return null;
        }
        try {
            return transactions
                    .statement(() -> {
                        try (Connection connection = dataSource.getConnection()) {
                            Draft draft = draft(connection, seen, condition, json, replaces, passwords);
                            return draft.changed().isEmpty()
                                    ? Optional.<Outcome>empty()
                                    : Optional.ofNullable(write(connection, caller, seen, draft));
                        }
                    })
                    .orElse(null);
        } catch (ProblemException perhaps) {
            return null;
        }
    }

    private Draft draft(
            Connection connection,
            RecordRow current,
            Precondition condition,
            ObjectNode json,
            boolean replaces,
            Passwords passwords)
            throws SQLException {
        ObjectNode based = Conflicts.based(connection, current, condition, json, replaces);
        RecordBody body = RecordBody.parse(catalog(), current.model(), based);
        passwords.putInto(body);
        Draft draft = replaces ? Draft.replace(current, body) : Draft.patch(current, body);
        RecordRules.requireValid(connection, catalog(), draft);
        return draft;
    }

    private @Nullable Outcome write(Connection connection, Caller caller, RecordRow current, Draft draft)
            throws SQLException {
        Outcome written = FastPath.write(
                connection,
                sql.update(current.model(), draft.changed()),
                RowTarget.of(current),
                draft.values(),
                Images.before(draft.changed(), current.values()),
                caller,
                catalog().version());
        recent.saw(catalog(), written);
        return written;
    }

    private Outcome changeLocked(
            Caller caller,
            Model model,
            Object id,
            Precondition condition,
            ObjectNode json,
            boolean replaces,
            Passwords passwords)
            throws SQLException {
        return run(caller, work -> {
            RecordRow current = UnknownRecord.live(RowWriter.lock(work, model, id), model, id.toString());
            ObjectNode based = Conflicts.based(work.connection(), current, condition, json, replaces);
            RecordBody body = RecordBody.parse(catalog(), model, based);
            passwords.putInto(body);
            Draft draft = replaces ? Draft.replace(current, body) : Draft.patch(current, body);
            return unit.change(work, current, body, draft);
        });
    }

    Outcome delete(Caller caller, Model model, String idText, Precondition condition) throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        TransactionManager.Committed<Boolean> committed = committed(caller, work -> {
            work.lockIds(model, List.of(id));
            List<RecordRow> rows = RowWriter.lock(work, model, List.of(id), "FOR UPDATE");
            RecordRow row = UnknownRecord.live(rows.isEmpty() ? null : rows.get(0), model, idText);
            Conflicts.require(work.connection(), row, condition, null, false);
            new RecordDeleter(sql).delete(work, row);
            return true;
        });
        return new Outcome(null, committed.position());
    }

    /** Makes a deleted record live again; a live one stays as it is. */
    Outcome restore(Caller caller, Model model, String idText, Precondition condition) throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        if (!model.softDelete()) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The model " + model.name() + " has no soft delete, so there is nothing to restore")
                    .with("model", model.name())
                    .exception();
        }
        return run(caller, work -> {
            RecordRow current = RowWriter.lock(work, model, id);
            if (current == null) {
                throw UnknownRecord.none(model, idText);
            }
            Conflicts.require(work.connection(), current, condition, null, false);
            return current.live() ? current : unit.restore(work, current);
        });
    }

    /** Makes the values of an old version those of the record again; a deleted one becomes live. */
    Outcome restore(Caller caller, Model model, String idText, Precondition condition, long version)
            throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        return run(caller, work -> {
            RecordRow current = RowWriter.lock(work, model, id);
            if (current == null) {
                throw UnknownRecord.none(model, idText);
            }
            Conflicts.require(work.connection(), current, condition, null, false);
            return unit.restore(
                    work, current, Draft.replace(current, OldValues.of(work.connection(), current, version)));
        });
    }

    /** Adds and removes links of one record, seen from either side; gives the record in whose model they are declared. */
    Outcome link(Caller caller, Model model, Command.Link command) throws SQLException {
        Object id = UnknownRecord.idOf(model, command.id());
        Relationship relationship = linkable(model, command.relationship());
        Model target = catalog().known(relationship.target());
        List<Violation> faults = new ArrayList<>();
        List<LinkDraft> add = linksOf(relationship, target, command.add(), faults);
        Set<Object> remove = new LinkedHashSet<>();
        linksOf(relationship, target, command.remove(), faults).forEach(link -> remove.add(link.id()));
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults).exception();
        }
        if (relationship.owner()) {
            return run(caller, work -> {
                RecordRow owner = locked(work, model, id, command.condition());
                Map<Object, Linking.Wanted> wanted = Map.of(id, new Linking.Wanted(add, remove));
                return unit.link(work, List.of(owner), relationship, wanted).get(0);
            });
        }
        Relationship owners = target.relationships().get(relationship.inverse());
        if (owners == null) {
            throw new IllegalStateException("No inverse of " + relationship.name());
        }
        if (command.condition().kind() == Precondition.Kind.VERSION) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The links are versioned with " + target.name() + "; send If-Match there")
                    .exception();
        }
        return run(caller, work -> {
            RecordRow record = existing(work, model, id);
            Map<Object, RecordRow> found = owners(work, relationship, target, add, remove);
            Map<Object, Linking.Wanted> wanted = new LinkedHashMap<>();
            remove.stream()
                    .filter(found::containsKey)
                    .forEach(owner -> wanted.put(owner, new Linking.Wanted(List.of(), Set.of(id))));
            add.forEach(link -> wanted.put(link.id(), new Linking.Wanted(List.of(link.seenFrom(id)), Set.of())));
            List<RecordRow> after = unit.link(work, List.copyOf(found.values()), owners, wanted);
            return after.isEmpty() ? record : after.get(after.size() - 1);
        });
    }

    /** Locks owners of links; 422 for links to be added to one that is not there, which has none to be removed. */
    private static Map<Object, RecordRow> owners(
            UnitOfWork work, Relationship relationship, Model model, List<LinkDraft> add, Set<Object> remove)
            throws SQLException {
        Set<Object> all = new LinkedHashSet<>(remove);
        Set<Object> missing = new LinkedHashSet<>();
        add.forEach(link -> missing.add(link.id()));
        all.addAll(missing);
        Map<Object, RecordRow> found = new LinkedHashMap<>();
        for (RecordRow owner : RowWriter.lock(work, model, all, "FOR NO KEY UPDATE")) {
            if (owner.live()) {
                found.put(owner.id(), owner);
            }
        }
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            throw Linking.missing(relationship, model, missing);
        }
        return found;
    }

    private Outcome run(Caller caller, TransactionManager.Work<RecordRow> work) throws SQLException {
        TransactionManager.Committed<RecordRow> committed = committed(caller, work);
        return new Outcome(committed.result(), committed.position());
    }

    private <T> TransactionManager.Committed<T> committed(Caller caller, TransactionManager.Work<T> work)
            throws SQLException {
        return within == null
                ? transactions.run(caller, catalog().version(), work)
                : new TransactionManager.Committed<>(work.run(within), null);
    }

    /** The owner of links, which are changed without a condition too. */
    private static RecordRow locked(UnitOfWork work, Model model, Object id, Precondition condition)
            throws SQLException {
        RecordRow current = UnknownRecord.live(RowWriter.lock(work, model, id), model, id.toString());
        boolean absent = condition.kind() == Precondition.Kind.ABSENT;
        Conflicts.require(work.connection(), current, absent ? Precondition.ANY : condition, null, false);
        return current;
    }

    private static RecordRow existing(UnitOfWork work, Model model, Object id) throws SQLException {
        return UnknownRecord.live(RecordStore.find(work.connection(), model, id), model, id.toString());
    }

    static boolean isLinks(Model model, String name) {
        return model.field(name) == null && model.relationship(name) != null;
    }

    private static Relationship linkable(Model model, String name) {
        Relationship relationship = model.relationship(name);
        if (relationship == null || relationship.kind() != Relationship.Kind.MANY_TO_MANY) {
            throw Problem.of(
                            ProblemType.UNKNOWN_RELATIONSHIP,
                            "Model " + model.name() + " has no many-to-many relationship '" + name + "'")
                    .exception();
        }
        return relationship;
    }

    private static List<LinkDraft> linksOf(
            Relationship relationship, Model target, List<Command.Linked> links, List<Violation> faults) {
        LinkReader reader = new LinkReader(relationship, target, faults);
        links.forEach(link -> reader.add(link.pointer(), link.id(), link.fields()));
        return reader.links();
    }
}
