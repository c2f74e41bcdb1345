package org.statehouse.session;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Hashes passwords with Argon2id, 19 MiB of memory and two passes each (OWASP, Password Storage Cheat Sheet), in PHC string
 * form. So few at once that it cannot take all processors and memory; who comes beyond that waits in line, and not for long.
 *
 * <p>A hash takes tens of milliseconds: never ask for one while a connection is held.
 */
public final class PasswordHasher {

    /** How long somebody stands in line. */
    public enum Patience {
        /** A request: five seconds, and not at all behind 32 others. */
        REQUEST(5, MAX_WAITING),
        /** Work that no caller waits for: a minute, however long the line. */
        JOB(60, Integer.MAX_VALUE);

        private final int seconds;
        private final int maxAhead;

        Patience(int seconds, int maxAhead) {
            this.seconds = seconds;
            this.maxAhead = maxAhead;
        }
    }

    /** Hashes that may wait for requests; one more is refused at once. */
    static final int MAX_WAITING = 32;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Semaphore turns;
    private final RandomGenerator random;

    /**
     * With a limit and a source of salts.
     *
     * @param random must not be predictable
     */
    public PasswordHasher(int atOnce, RandomGenerator random) {
        this.turns = new Semaphore(atOnce, true);
        this.random = random;
    }

    /** The hash of a normalised password with a fresh salt; 503 {@code busy} when its turn does not come in time. */
    public String hash(String clear, Patience patience) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return inTurn(
                patience,
                () -> Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID)
                        .hash(clear.getBytes(StandardCharsets.UTF_8), salt)
                        .getResult());
    }

    /** Whether a normalised password is the one that was hashed, by the parameters that stand in the hash. */
    public boolean verify(String clear, String phc) {
        return inTurn(
                Patience.REQUEST,
                () -> Argon2Function.getInstanceFromHash(phc)
                        .check(clear.getBytes(StandardCharsets.UTF_8), phc.getBytes(StandardCharsets.UTF_8)));
    }

    /** How many stand in line, about. */
    int waiting() {
        return turns.getQueueLength();
    }

    <T> T inTurn(Patience patience, Supplier<T> work) {
        if (waiting() >= patience.maxAhead) {
            throw busy();
        }
        try {
            if (!turns.tryAcquire(patience.seconds, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static RuntimeException busy() {
        return Problem.of(ProblemType.BUSY, "Too many passwords are being set just now; try again")
                .exception();
    }
}
