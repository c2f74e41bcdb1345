package org.statehouse.crash;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Http;

/**
 * What a client knows of a request after it was sent once.
 *
 * @param answer null when none came
 * @param sent false when nobody was there to connect to
 */
record Told(Http.@Nullable Answer answer, boolean sent) {

    /** Answers that say that nothing was done just now, and that the same request may be sent again. */
    private static final Set<String> NOT_NOW =
            Set.of("not-found", "busy", "transaction-timeout", "storage-full", "in-progress");

    /** Answers that leave open whether it was done. */
    private static final Set<String> OPEN = Set.of("database-unavailable", "internal");

    static Told by(Http.Request request) {
        try {
            return new Told(request.send(), true);
        } catch (UncheckedIOException cut) {
            return new Told(null, !(cut.getCause() instanceof ConnectException));
        }
    }

    boolean isDone() {
        return answer != null && answer.status() < 300;
    }

    /** Whether the server has failed in a way that it has no word for. */
    boolean isInternal() {
        return slug().equals("internal");
    }

    /** Whether it should be sent again, by those who have a key. */
    boolean isOpen() {
        return answer == null || OPEN.contains(slug()) || NOT_NOW.contains(slug());
    }

    Deed.Outcome outcome() {
        if (isDone()) {
            return Deed.Outcome.DONE;
        }
        return answer == null || OPEN.contains(slug()) ? Deed.Outcome.UNKNOWN : Deed.Outcome.REFUSED;
    }

    /** The problem's; while a server starts, what answers in its place gives none. */
    String slug() {
        if (answer == null || isDone()) {
            return "";
        }
        boolean problem = answer.header("Content-Type").orElse("").startsWith("application/problem+json");
        return problem ? answer.json().path("slug").asText() : "not-found";
    }

    /** The answer of what is done. */
    Http.Answer known() {
        if (answer == null) {
            throw new IllegalStateException("no answer");
        }
        return answer;
    }
}
