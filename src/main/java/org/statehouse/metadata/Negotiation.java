package org.statehouse.metadata;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Finds what a client that was built for another version of the catalog may still use: the models that are described as they
 * were then. Safe for all threads.
 */
public final class Negotiation {

    /** What a client is told to do: fetch the models that it uses again. */
    public static final String REFRESH = "refresh";

    /** Versions that clients are compared with; beyond it all are compared anew. */
    private static final int MAX_KEPT = 64;

    private final PastCatalogs past;
    private final Map<Long, Compared> kept = new ConcurrentHashMap<>();

    public Negotiation(PastCatalogs past) {
        this.past = past;
    }

    /** The models that differ between an earlier catalog and this one. */
    private record Compared(long current, Set<String> changed) {}

    /**
     * The catalog as a client may use it: a model that has changed since is refused when it is asked for.
     *
     * @param built the version that the client was built for; null when it does not say
     */
    public Catalog offered(Catalog current, @Nullable Long built) {
        if (built == null || built == current.version()) {
            return current;
        }
        Compared known = kept.get(built);
        if (known == null || known.current() != current.version()) {
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            known = kept.compute(
                    built,
                    (version, other) ->
                            other != null && other.current() == current.version() ? other : compared(current, version));
        }
        return known.changed().isEmpty() ? current : current.without(known.changed());
    }

    private Compared compared(Catalog current, long built) {
        Catalog then = past.find(built);
        Set<String> changed = new HashSet<>();
        for (Model model : current.models().values()) {
            if (then == null || isChanged(then.find(model.name()), model)) {
                changed.add(model.name());
            }
        }
        return new Compared(current.version(), changed);
    }

    /** A model that was not there is new, and nobody knows it otherwise. */
    static boolean isChanged(@Nullable Model then, Model now) {
        return then != null && (then.number() != now.number() || !CatalogJson.isSame(then, now));
    }

    /** A refusal of a name, which says to refresh if it was removed since the version that the client was built for. */
    public ProblemException explained(ProblemException refused, Catalog current, long built) {
        Problem problem = refused.problem();
        if (built >= current.version() || !isRemoved(problem, past.find(built))) {
            return refused;
        }
        return new ProblemException(problem.with("action", REFRESH), refused);
    }

    private static boolean isRemoved(Problem problem, @Nullable Catalog then) {
        Model model = then == null
                ? null
                : then.find(String.valueOf(problem.evidence().get("model")));
        if (model == null) {
            return false;
        }
        return problem.type() == ProblemType.UNKNOWN_MODEL
                || (problem.type() == ProblemType.UNKNOWN_FIELD
                        && problem.evidence().get("errors") instanceof List<?> errors
                        && errors.stream().anyMatch(error -> isOf(model, error)));
    }

    private static boolean isOf(Model model, Object error) {
        String name = error instanceof Map<?, ?> one ? String.valueOf(one.get("field")) : "";
        return model.field(name) != null || model.relationship(name) != null;
    }
}
