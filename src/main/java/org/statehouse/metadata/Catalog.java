package org.statehouse.metadata;

import java.util.Map;
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
 */
public record Catalog(long version, String hash, Map<String, Application> applications, Map<String, Model> models) {

    /** The model with this name, or 404 {@code unknown-model}. */
    public Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw Problem.of(ProblemType.UNKNOWN_MODEL, "No model has the name '" + name + "'")
                    .with("model", name)
                    .with("catalog", version)
                    .exception();
        }
        return model;
    }

    /** The model with this name, where the catalog itself has vouched for it. */
    public Model known(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalStateException("The catalog refers to a model that it does not have: " + name);
        }
        return model;
    }

    public @Nullable Model find(String name) {
        return models.get(name);
    }
}
