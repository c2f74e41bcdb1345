package org.statehouse.state;

/**
 * What a write says about the version that it is based on (RFC 9110, section 13).
 *
 * @param kind of condition
 * @param version the expected one, for {@code VERSION} and {@code REBASE} only
 */
public record Precondition(Kind kind, long version) {

    /** The three things that {@code If-Match} can say. */
    public enum Kind {
        /** Nothing: 428 where the model requires a condition. */
        ABSENT,
        /** {@code *}: whatever is there. */
        ANY,
        /** One version. */
        VERSION,
        /** One version; or a later one, for a patch that goes with what has changed since. */
        REBASE
    }

    public static final Precondition ABSENT = new Precondition(Kind.ABSENT, 0);
    public static final Precondition ANY = new Precondition(Kind.ANY, 0);

    public static Precondition rebase(long version) {
        return new Precondition(Kind.REBASE, version);
    }

    public static Precondition version(long version) {
        return new Precondition(Kind.VERSION, version);
    }
}
