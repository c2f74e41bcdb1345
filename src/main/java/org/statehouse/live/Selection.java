package org.statehouse.live;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.LogEntry;
import org.statehouse.query.FollowQuery;

/**
 * Which changes somebody follows, and how they are told. Those with equal keys are decided and encoded together. Who may see
 * what will be a part of it.
 */
sealed interface Selection permits LogSelection, RecordSelection {

    /** What of a transaction is told, in order. */
    List<Told> tell(Transaction transaction);

    /** What is told of entries of several transactions, with what can be told as one gathered. */
    List<Told> gather(List<LogEntry> entries);

    /** The numbers of the models whose changes can be told, with the one for what is no change of a record; or all. */
    Optional<Set<Integer>> models();

    /** The number of the model as which records are told; null when changes are told as they are. */
    @Nullable
    Integer subject();

    /** By which records are looked up, if there is one. */
    Optional<FollowQuery.Key> lookUp();

    /** Equal for those that tell the same. */
    Object key();
}
