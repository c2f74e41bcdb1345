package org.statehouse.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.statehouse.database.StartFailure;

/** Makes the one PasswordHasher of the node, and reads how many passwords it may hash at once: 1 to 64. */
@ApplicationScoped
class PasswordHasherProducer {

    private static final int MAX_AT_ONCE = 64;

    @Inject
    @ConfigProperty(name = "statehouse.password-hashes", defaultValue = "2")
    int atOnce;

    @Produces
    @Singleton
    PasswordHasher passwordHasher() {
        return new PasswordHasher(atOnce, new SecureRandom());
    }

    /** A value out of its range stops the start, not the first request. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started) {
        if (atOnce < 1 || atOnce > MAX_AT_ONCE) {
            throw new StartFailure("STATEHOUSE_PASSWORD_HASHES (statehouse.password-hashes) is " + atOnce
                    + ". Set it to a number from 1 to " + MAX_AT_ONCE + ".");
        }
    }
}
