package org.statehouse.state;

/** Nothing was written because another catalog has been published meanwhile: take that one and run again. */
final class StaleCatalog extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleCatalog() {
        super("The catalog has changed", null, false, false);
    }

    /** Throws when what was read or written belongs to another catalog. */
    static void requireSame(long ours, long theirs) {
        if (ours != theirs) {
            throw new StaleCatalog();
        }
    }
}
