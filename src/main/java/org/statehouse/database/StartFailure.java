package org.statehouse.database;

/**
 * Why the application refuses to start, in words that tell a person what to do.
 *
 * <p>It is left where the launcher looks for it, in the system property {@code statehouse.start.failure}: the first one
 * counts, because later ones follow from it.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String PROPERTY = "statehouse.start.failure";

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
        report(message);
    }

    public StartFailure(String message) {
        super(message);
        report(message);
    }

    private static synchronized void report(String message) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, message);
        }
    }
}
