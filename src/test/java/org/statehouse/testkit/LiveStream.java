package org.statehouse.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of server-sent events from {@code /api/changes}, read as a browser reads it. */
public final class LiveStream implements AutoCloseable {

    /** A stream that is left takes its connection with it; over HTTP/2 it would take the others as well. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final BufferedReader lines;

    /**
     * One event, or a comment with or without an id; what it does not have is empty.
     *
     * @param id the cursor
     * @param name of the event
     * @param data JSON
     */
    public record Event(String id, String name, String data) {}

    private LiveStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * Opens one; anything but a stream is a failure.
     *
     * @param query of the address, may be empty
     * @param lastEventId the cursor to go on from, or null
     */
    public static LiveStream open(Server server, String query, @Nullable String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + "/api/changes?" + query))
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String type = answer.headers().firstValue("content-type").orElse("");
            if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
                throw new AssertionError(answer.statusCode() + " " + type + " "
                        + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return new LiveStream(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the server has ended it; waits until that is known, and takes what comes instead. */
    public boolean hasEnded() {
        try {
            return lines.readLine() == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event or comment; fails at the end of the stream. */
    public Event next() {
        try {
            List<String> block = new ArrayList<>();
            String line = lines.readLine();
            if (line == null) {
                throw new AssertionError("The stream has ended");
            }
            while (line != null && !line.isEmpty()) {
                block.add(line);
                line = lines.readLine();
            }
            return new Event(field(block, "id"), field(block, "event"), field(block, "data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next one that has data. */
    public Event nextData() {
        Event event = next();
        while (event.data().isEmpty()) {
            event = next();
        }
        return event;
    }

    private static String field(List<String> block, String name) {
        return block.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
