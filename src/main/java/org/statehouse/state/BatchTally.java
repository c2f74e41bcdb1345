package org.statehouse.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.statehouse.problem.Violation;

/** Counts what becomes of the rows of one transaction. */
final class BatchTally {

    private final List<BatchRow.Fault> faults = new ArrayList<>();
    private int created;
    private int updated;
    private int unchanged;

    void created(int rows) {
        created += rows;
    }

    void updated(int rows) {
        updated += rows;
    }

    void unchanged() {
        unchanged++;
    }

    void failed(long line, List<Violation> violations) {
        faults.add(new BatchRow.Fault(line, violations));
    }

    void failed(List<BatchRow.Fault> rows) {
        faults.addAll(rows);
    }

    boolean hasFaults() {
        return !faults.isEmpty();
    }

    BatchResult result(boolean kept) {
        List<BatchRow.Fault> sorted = faults.stream()
                .sorted(Comparator.comparingLong(BatchRow.Fault::line))
                .toList();
        return new BatchResult(created, updated, unchanged, sorted, kept);
    }
}
