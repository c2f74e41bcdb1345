package org.statehouse.problem;

import jakarta.ejb.ApplicationException;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that carries a problem to the edge. Unchecked, so that it rolls back what is under way. To the container
 * of beans it is an answer: what it takes for a failure of its own it writes into the log with all its calls.
 */
@ApplicationException(rollback = true)
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** With the cause for the server's own log; callers never see it. */
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.type().slug() + ": " + problem.detail(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
