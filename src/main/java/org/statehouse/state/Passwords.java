package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Password;
import org.statehouse.session.PasswordHasher;

/**
 * The passwords of one record that is to be written. Each is hashed once, however often the write is tried, and before a
 * connection is held.
 */
final class Passwords {

    private final PasswordHasher hasher;
    private final PasswordHasher.Patience patience;
    private final Map<String, Password> hashed = new HashMap<>();

    Passwords(PasswordHasher hasher, PasswordHasher.Patience patience) {
        this.hasher = hasher;
        this.patience = patience;
    }

    /** Whether a body has any, as far as can be seen before it is read. */
    static boolean areIn(Model model, ObjectNode body) {
        return areIn(model)
                && model.fields().values().stream()
                        .anyMatch(field -> field.type().writeOnly() && body.hasNonNull(field.name()));
    }

    /** Whether records of the model have any. */
    static boolean areIn(Model model) {
        return model.fields().values().stream().anyMatch(field -> field.type().writeOnly());
    }

    /** Hashes those of a valid body, where that is not done, and puts the hashed ones into it. */
    void hash(RecordBody body) {
        for (Map.Entry<String, @Nullable Object> value : body.values().entrySet()) {
            if (value.getValue() instanceof Password password) {
                Password known = hashed.get(value.getKey());
                if (known == null || !known.clear().equals(password.clear())) {
                    String hash = hasher.hash(password.clear(), patience);
                    hashed.put(value.getKey(), password.hashed(hash));
                }
            }
        }
        putInto(body);
    }

    /** Puts those that are hashed into a body that was read once more. */
    void putInto(RecordBody body) {
        for (Map.Entry<String, @Nullable Object> value : body.values().entrySet()) {
            Password known = hashed.get(value.getKey());
            if (known != null
                    && value.getValue() instanceof Password password
                    && known.clear().equals(password.clear())) {
                value.setValue(known);
            }
        }
    }
}
