package org.statehouse.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A small HTTP client: one request at a time is built, sent and answered. Safe for use by several threads. */
public final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;

    public Http(URI base) {
        this.base = base;
    }

    public Request get(String path) {
        return request("GET", path);
    }

    public Request post(String path) {
        return request("POST", path);
    }

    public Request put(String path) {
        return request("PUT", path);
    }

    public Request patch(String path) {
        return request("PATCH", path);
    }

    public Request delete(String path) {
        return request("DELETE", path);
    }

    /** Any method; the path begins with a slash and is sent as it is, percent signs and all. */
    public Request request(String method, String path) {
        return new Request(method, URI.create(base + path));
    }

    /** One request on its way. */
    public static final class Request {
        private final HttpRequest.Builder builder;
        private final String method;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Request(String method, URI uri) {
            this.method = method;
            this.builder = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
        }

        public Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        /** {@code If-Match} with a version as an entity tag. */
        public Request ifMatch(long version) {
            return header("If-Match", "\"" + version + "\"");
        }

        /** A value that becomes JSON: a map, a list, a record, a node. */
        public Request json(Object value) {
            try {
                return body("application/json", JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A text as it is, well formed or not. */
        public Request body(String mediaType, String text) {
            body = HttpRequest.BodyPublishers.ofString(text);
            return header("Content-Type", mediaType);
        }

        /** Bytes as they are. */
        public Request body(String mediaType, byte[] bytes) {
            body = HttpRequest.BodyPublishers.ofByteArray(bytes);
            return header("Content-Type", mediaType);
        }

        /** Sends it and waits for the whole answer, up to 60 s. */
        public Answer send() {
            try {
                HttpResponse<String> response =
                        CLIENT.send(builder.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.headers(), response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** What the server answered. */
    public record Answer(int status, HttpHeaders headers, String text) {
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The body as JSON; a missing node if there is no body. */
        public JsonNode json() {
            try {
                return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + status + " " + text, e);
            }
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }
}
