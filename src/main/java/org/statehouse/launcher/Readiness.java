package org.statehouse.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the application itself whether it is ready. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private Readiness() {}

    /**
     * Returns when {@code /health/ready} answers 200.
     *
     * @throws StartFailure if it does not within 30 s
     */
    static void await(int port, Path log) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == OK) {
                    return;
                }
                refuseUndeployed(answer.body(), log);
                last = "/health/ready answers " + answer.statusCode();
            } catch (IOException e) {
                last = "/health/ready does not answer";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Pause.millis(100);
        }
        throw new StartFailure("The application did not become ready: " + last + ". The log is " + log + ".");
    }

    /** The container runs without an application when that failed to deploy: waiting would not help. */
    private static void refuseUndeployed(String answer, Path log) {
        if (answer.contains("No Application deployed")) {
            throw new StartFailure("The application could not be deployed; the reason is in " + log + ".");
        }
    }
}
