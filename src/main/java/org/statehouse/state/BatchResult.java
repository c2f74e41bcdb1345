package org.statehouse.state;

import java.util.List;

/**
 * What has become of rows of a file.
 *
 * @param created rows that became records
 * @param updated rows that changed a record
 * @param unchanged rows that equal their record, for which nothing was written
 * @param faults the others, in the order of their lines
 * @param kept whether the transaction was committed; else it only shows what would be
 */
public record BatchResult(int created, int updated, int unchanged, List<BatchRow.Fault> faults, boolean kept) {

    /** Good rows. */
    public int good() {
        return created + updated + unchanged;
    }

    /** All rows. */
    public int rows() {
        return good() + faults.size();
    }
}
