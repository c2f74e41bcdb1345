package org.statehouse.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.history.PastRecord;
import org.statehouse.json.Json;
import org.statehouse.log.Change;
import org.statehouse.log.ChangeJson;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogReader;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.ValueFault;
import org.statehouse.query.Filter;
import org.statehouse.query.FollowQuery;

/**
 * The live records of one model that obey a filter: what happens to them, and which of them begin and cease to be among
 * them.
 *
 * @param query what is followed
 * @param names of the catalog that the query was checked against
 * @param catalog its version
 */
record RecordSelection(FollowQuery query, ChangeNames names, long catalog) implements Selection {

    private static final String ENTER = "enter";
    private static final String LEAVE = "leave";

    @Override
    public List<Told> tell(Transaction transaction) {
        List<Told> told = new ArrayList<>();
        for (LogEntry entry : transaction.entries()) {
            if (isOfModel(entry)) {
                Told one = tell(entry, new RecordImages(entry, query.model()));
                if (one != null) {
                    told.add(one);
                }
            }
        }
        return told;
    }

    @Override
    public List<Told> gather(List<LogEntry> entries) {
        List<Told> told = new ArrayList<>();
        for (Gathered one : Gathered.of(entries.stream().filter(this::isOfModel).toList())) {
            Told as = tell(one.entry(), new RecordImages(one.entry(), query.model()));
            if (as != null) {
                told.add(one.isSeveral() ? as.since(one.fromVersion()) : as);
            }
        }
        return told;
    }

    private boolean isOfModel(LogEntry entry) {
        LogEntry.RecordChange change = entry.change();
        return change != null && change.model() == query.model().number();
    }

    /** What is told of one change of the model; null for nothing. */
    @Nullable
    Told tell(LogEntry entry, RecordImages images) {
        Filter filter = query.filter();
        boolean is = images.matchesAfter(filter);
        if (is && isNew(images.change())) {
            return as(entry);
        }
        boolean unknown = query.comparesLastChange() || images.change().op() == Change.Op.RESTORE;
        if (unknown && images.change().op() != Change.Op.CREATE) {
            return ofUnknown(entry, images, is);
        }
        boolean was = images.matchedBefore(filter);
        if (was && !is) {
            return images.change().op() == Change.Op.DELETE ? as(entry) : leave(entry);
        }
        return !is ? null : was ? as(entry) : enter(entry, images);
    }

    /** What the record was before cannot be told; to hear again what one knows, or of what one does not have, is harmless. */
    private Told ofUnknown(LogEntry entry, RecordImages images, boolean is) {
        if (images.change().op() == Change.Op.DELETE) {
            return as(entry);
        }
        return is ? enter(entry, images) : leave(entry);
    }

    /** A record that comes to be is told with all its values anyway. */
    private static boolean isNew(LogEntry.RecordChange change) {
        return change.op() == Change.Op.CREATE || (change.op() == Change.Op.RESTORE && change.before() == null);
    }

    private Told as(LogEntry entry) {
        return new Told(entry, out -> ChangeJson.writeMembers(out, entry, names, query.fields()));
    }

    private Told leave(LogEntry entry) {
        return new Told(entry, out -> ChangeJson.writeMembersAs(out, entry, names, LEAVE, null));
    }

    private Told enter(LogEntry entry, RecordImages images) {
        ObjectNode image = Objects.requireNonNull(images.after());
        Json.Writer record = out -> record(entry, image).write(out, query.fields());
        return new Told(entry, out -> ChangeJson.writeMembersAs(out, entry, names, ENTER, record));
    }

    private PastRecord record(LogEntry entry, ObjectNode image) {
        LogEntry.RecordChange change = entry.recordChange();
        Model model = query.model();
        try {
            Object id = model.idType().fromText(change.recordId());
            return new PastRecord(model, id, change.version(), image);
        } catch (ValueFault fromAnotherTime) {
            throw new IllegalStateException(fromAnotherTime);
        }
    }

    @Override
    public Optional<Set<Integer>> models() {
        return Optional.of(Set.of(query.model().number(), LogReader.NO_MODEL));
    }

    @Override
    public Integer subject() {
        return query.model().number();
    }

    @Override
    public Optional<FollowQuery.Key> lookUp() {
        return query.key();
    }

    /** Of another catalog, another key: the same words could mean something else. */
    @Override
    public Object key() {
        return catalog + " " + query.text();
    }
}
