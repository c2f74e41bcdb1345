package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Puts one edition of the models in force after the other. */
final class Publisher implements Callable<@Nullable Void> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long an edition is in force at least. */
    private static final long EDITION_MILLIS = 400;

    private final Server server;
    private final Shelf shelf;
    private final Ledger ledger;
    private final AtomicInteger published = new AtomicInteger();

    Publisher(Server server, Shelf shelf, Ledger ledger) {
        this.server = server;
        this.shelf = shelf;
        this.ledger = ledger;
    }

    /** Reloads that were acknowledged. */
    int published() {
        return published.get();
    }

    @Override
    public @Nullable Void call() {
        for (int edition = 1; !ledger.isOver(); edition++) {
            if (edition % 2 == 0) {
                shelf.first();
            } else {
                shelf.later();
            }
            Told told = reload();
            if (told.isDone()) {
                published.incrementAndGet();
            } else if (told.isInternal() || !told.isOpen()) {
                ledger.failure(told.known().toString());
            }
            ledger.pause(EDITION_MILLIS);
        }
        return null;
    }

    /** Puts the first edition in force; it must work in the end. */
    void first() {
        shelf.first();
        await("the first edition is in force")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Told told = reload();
                    assertThat(told.isDone() || told.isOpen())
                            .as("%s", told.answer())
                            .isTrue();
                    return told.isDone();
                });
    }

    /** Reloads with consent to all that the plan asks for. */
    Told reload() {
        Told planned = Told.by(server.http().post("/api/metadata/plan"));
        return planned.isDone() ? Told.by(reloading(planned.known().json().path("consent"))) : planned;
    }

    /** The request that puts what is on the shelf in force. */
    Http.Request reloading(JsonNode consent) {
        return server.http().post("/api/metadata/reload").json(Map.of("consent", consent));
    }
}
