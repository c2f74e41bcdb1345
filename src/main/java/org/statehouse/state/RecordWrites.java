package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;

/**
 * The writes of one catalog. Each call is one transaction, committed when it returns; or, where the writes are within a unit
 * of work, a part of that unit, which draws the position.
 */
final class RecordWrites {

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final IdSource ids;
    private final RecordSql sql;
    private final RecordUnit unit;
    private final BatchWrites batches;
    private final PasswordsFirst hashing;
    private final PatchesTogether together;
    private final RecentRows recent;
    private final FastChanges fast;
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
        this.fast = new FastChanges(dataSource, transactions, sql, recent);
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
        this.fast = all.fast;
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
        RecordChange change = new RecordChange(caller, model, id, condition, json, replaces, passwords);
        if (within != null) {
            return changeLocked(change);
        }
        if (Passwords.areIn(model, json)) {
            passwords.hash(hashing.check(model, id, condition, json, replaces));
        }
        if (json.properties().stream().anyMatch(member -> isLinks(model, member.getKey()))) {
            return changeLocked(change);
        }
        Outcome written = fast.run(change);
        return written == null ? changeLocked(change) : written;
    }

    private Outcome changeLocked(RecordChange change) throws SQLException {
        Model model = change.model();
        return run(change.caller(), work -> {
            RecordRow row = RowWriter.lock(work, model, change.id());
            RecordRow current = UnknownRecord.live(row, model, change.id().toString());
            RecordBody body = change.body(work.connection(), catalog(), current);
            return unit.change(work, current, body, change.draft(current, body));
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
