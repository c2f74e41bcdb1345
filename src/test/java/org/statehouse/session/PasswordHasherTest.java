package org.statehouse.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Hashes of passwords: their form, that they verify, and how many are made at once. */
class PasswordHasherTest {

    @Test
    void a_hash_is_argon2id_with_its_parameters_and_a_fresh_salt() {
        PasswordHasher hasher = new PasswordHasher(2, new SecureRandom());
        String one = hasher.hash("Pass123w", PasswordHasher.Patience.REQUEST);
        String other = hasher.hash("Pass123w", PasswordHasher.Patience.REQUEST);
        assertThat(one).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void only_the_password_itself_verifies_and_a_weaker_hash_of_it_too() {
        PasswordHasher hasher = new PasswordHasher(2, new SecureRandom());
        String hash = hasher.hash("Pass123w é😀", PasswordHasher.Patience.REQUEST);
        assertThat(hasher.verify("Pass123w é😀", hash)).isTrue();
        assertThat(hasher.verify("Pass123w é", hash)).isFalse();
        assertThat(hasher.verify("", hash)).isFalse();
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(hasher.verify("password", reference))
                .as("a value of the reference implementation")
                .isTrue();
    }

    @Test
    void who_comes_when_the_line_is_full_is_told_to_come_again() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        PasswordHasher hasher = new PasswordHasher(1, new SecureRandom());
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> first = threads.submit(() -> hasher.inTurn(PasswordHasher.Patience.JOB, () -> hold(held, free)));
            held.await();
            List<Future<String>> waiting = new ArrayList<>();
            for (int i = 0; i < PasswordHasher.MAX_WAITING; i++) {
                waiting.add(threads.submit(() -> hasher.hash("Pass123w", PasswordHasher.Patience.JOB)));
            }
            await().until(() -> hasher.waiting() == PasswordHasher.MAX_WAITING);
            assertThatThrownBy(() -> hasher.hash("Pass123w", PasswordHasher.Patience.REQUEST))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BUSY));
            free.countDown();
            first.get();
            for (Future<String> hash : waiting) {
                assertThat(hash.get()).startsWith("$argon2id$");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean hold(CountDownLatch held, CountDownLatch free) {
        held.countDown();
        try {
            free.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
