package org.statehouse.live;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.ChangeJson;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.LogEntry;
import org.statehouse.query.FollowQuery;
import org.statehouse.query.Projection;

/**
 * All of the log, or what it has of the records of some models, as it is.
 *
 * @param models the numbers of the models, or everything, also what is no change of a record
 * @param names of the catalog that serves when something is told
 */
record LogSelection(Optional<Set<Integer>> models, Supplier<ChangeNames> names) implements Selection {

    @Override
    public List<Told> tell(Transaction transaction) {
        return transaction.entries().stream()
                .filter(this::isWanted)
                .map(entry -> new Told(entry, out -> ChangeJson.writeMembers(out, entry, names.get(), Projection.ALL)))
                .toList();
    }

    /** The log is told as it is. */
    @Override
    public List<Told> gather(List<LogEntry> entries) {
        return entries.isEmpty() ? List.of() : tell(new Transaction(entries));
    }

    private boolean isWanted(LogEntry entry) {
        LogEntry.RecordChange change = entry.change();
        return models.isEmpty() || (change != null && models.get().contains(change.model()));
    }

    @Override
    public @Nullable Integer subject() {
        return null;
    }

    @Override
    public Optional<FollowQuery.Key> lookUp() {
        return Optional.empty();
    }

    @Override
    public Object key() {
        return models;
    }
}
