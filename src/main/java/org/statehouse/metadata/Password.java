package org.statehouse.metadata;

import org.jspecify.annotations.Nullable;

/**
 * The typed value of a password: clear text on its way in, with its hash once that is made, or only the knowledge that there
 * is one. It says nothing of itself, and it equals nothing but itself: to set a password is always a change.
 */
public final class Password {

    /** What is read where a password is stored: there is one. */
    public static final Password STORED = new Password(null, null);

    private final @Nullable String clear;
    private final @Nullable String hash;

    private Password(@Nullable String clear, @Nullable String hash) {
        this.clear = clear;
        this.hash = hash;
    }

    static Password of(String clear) {
        return new Password(clear, null);
    }

    /** The same with the hash that will be stored, in PHC string form. */
    public Password hashed(String phc) {
        return new Password(clear(), phc);
    }

    /** Whether it can be stored. */
    public boolean isHashed() {
        return hash != null;
    }

    /** The clear text, normalised (NFKC). */
    public String clear() {
        if (clear == null) {
            throw new IllegalStateException("A stored password has no clear text");
        }
        return clear;
    }

    String hash() {
        if (hash == null) {
            throw new IllegalStateException("The password is not hashed");
        }
        return hash;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "a password";
    }
}
