package org.statehouse.launcher;

/** Why the server cannot start, in words that tell a person what to do; may have several lines. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
