package org.statehouse.metadata;

/** One statement of the transaction that publishes a catalog. */
record Act(Phase phase, String sql) {

    /** In which order statements run: what is in the way goes first, and keys come when all columns are there. */
    enum Phase {
        /** Constraints and indexes that go. */
        DROP_TIES,
        DROP_COLUMNS,
        DROP_LINKS,
        DROP_TABLES,
        /** Columns and constraints get other names, by their table's name of before. */
        RENAME_PARTS,
        RENAME_TABLES,
        /** Types, and what may be null from now on. */
        ALTER,
        CREATE_TABLES,
        COLUMNS,
        TIES,
        /** What must not be null from now on. */
        REQUIRE,
        /** After the transaction: rows that are known to obey are looked through, which nobody waits for. */
        AFTERWARDS
    }
}
