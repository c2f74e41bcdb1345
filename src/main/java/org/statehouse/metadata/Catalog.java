package org.statehouse.metadata;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * All models, checked together; immutable.
 *
 * @param version counts publications, from 1
 * @param hash SHA-256 of the files' contents, in hexadecimal
 * @param applications by name
 * @param models by name, in the order of their files
 * @param changed names of models that a caller does not know as they are, so that it may not use them; empty but for a
 *     caller that was built for another version
 */
public record Catalog(
        long version,
        String hash,
        Map<String, Application> applications,
        Map<String, Model> models,
        Set<String> changed) {

    public Catalog(long version, String hash, Map<String, Application> applications, Map<String, Model> models) {
        this(version, hash, applications, models, Set.of());
    }

    /** The same for a caller that may not use some models. */
    Catalog without(Set<String> some) {
        return new Catalog(version, hash, applications, models, some);
    }

    /** The same as it is, for everybody. */
    public Catalog whole() {
        return changed.isEmpty() ? this : without(Set.of());
    }

    /** The model with this name, or 404 {@code unknown-model}, 409 {@code catalog-changed}. */
    public Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw Problem.of(ProblemType.UNKNOWN_MODEL, "No model has the name '" + name + "'")
                    .with("model", name)
                    .with("catalog", version)
                    .exception();
        }
        requireUnchanged(name);
        return model;
    }

    /** The model with this name, where the catalog itself has vouched for it; or 409 {@code catalog-changed}. */
    public Model known(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalStateException("The catalog refers to a model that it does not have: " + name);
        }
        requireUnchanged(name);
        return model;
    }

    public @Nullable Model find(String name) {
        return models.get(name);
    }

    private void requireUnchanged(String name) {
        if (changed.contains(name)) {
            throw Problem.of(
                            ProblemType.CATALOG_CHANGED,
                            "The model " + name + " is not what it was in the catalog that the request was built for;"
                                    + " read it again from /api/metadata/models/" + name)
                    .with("model", name)
                    .with("current", version)
                    .with("action", Negotiation.REFRESH)
                    .exception();
        }
    }
}
