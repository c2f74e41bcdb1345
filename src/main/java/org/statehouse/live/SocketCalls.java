package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Requests over a socket. Each goes to this node's own listener as an HTTP request, so that a call is checked, carried out
 * and answered exactly as it is without a socket. No thread waits for the answer.
 */
final class SocketCalls {

    /** Calls of a node that are under way at once; one more is 429. */
    private static final int MAX_UNDER_WAY = 256;
    /** Bytes of an answer's body; of a larger one the reply says 413 {@code too-large}. */
    private static final int MAX_ANSWER = 8 << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern PATH = Pattern.compile("/api/[!-~]+");
    /** What is no request for one answer that is kept in memory. */
    private static final Pattern STREAMED = Pattern.compile("/api/live([/?].*)?|/api/records/[^/?]+/export(\\?.*)?");
    /** What belongs to the connection, not to the request. */
    private static final Set<String> OWN = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "te", "origin", "date");

    private final HttpClient client;
    private final AtomicInteger underWay = new AtomicInteger();

    SocketCalls(Executor executor) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .build();
    }

    /** 400 {@code bad-message}, 429 {@code too-many}; otherwise the answer is a reply. */
    void send(LiveSocket socket, SocketMessage.Call call) {
        HttpRequest request = request(socket.port(), call);
        if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
            underWay.decrementAndGet();
            throw Problem.of(ProblemType.TOO_MANY, "Too many calls are under way; try again in a moment")
                    .with("max", MAX_UNDER_WAY)
                    .exception();
        }
        CompletableFuture<Void> unused = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle((answer, failure) -> {
                    underWay.decrementAndGet();
                    if (answer == null || answer.body().length > MAX_ANSWER) {
                        socket.refused(call.ref(), unanswered(answer));
                    } else {
                        reply(socket, call.ref(), answer);
                    }
                    return null;
                });
    }

    private static Problem unanswered(@Nullable HttpResponse<byte[]> answer) {
        return answer == null
                ? Problem.of(ProblemType.BUSY, "The call was not answered; read before you repeat a write")
                : Problem.of(ProblemType.TOO_LARGE, "The answer is too large for a socket; ask for less, or by HTTP")
                        .with("max", MAX_ANSWER);
    }

    private static HttpRequest request(int port, SocketMessage.Call call) {
        if (!PATH.matcher(call.path()).matches()
                || STREAMED.matcher(call.path()).matches()) {
            throw fault("path", "'path' is an address below /api/, encoded as in HTTP; not /api/live, no export");
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
                    .timeout(PATIENCE);
            boolean typed = false;
            for (Map.Entry<String, String> header : call.headers().entrySet()) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (OWN.contains(name)) {
                    throw fault("headers", "'" + name + "' belongs to the connection; leave it out");
                }
                typed |= name.equals("content-type");
                request.header(header.getKey(), header.getValue());
            }
            JsonNode body = call.body();
            if (body != null && !typed) {
                String type = call.method().equals("PATCH") ? "application/merge-patch+json" : "application/json";
                request.header("Content-Type", type);
            }
            return request.method(call.method(), body == null ? HttpRequest.BodyPublishers.noBody() : json(body))
                    .build();
        } catch (IllegalArgumentException refused) {
            throw fault("headers", "Path or headers are not what HTTP takes");
        }
    }

    private static HttpRequest.BodyPublisher json(JsonNode body) {
        return HttpRequest.BodyPublishers.ofByteArray(Json.write(out -> Json.MAPPER.writeTree(out, body)));
    }

    private static void reply(LiveSocket socket, JsonNode ref, HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        boolean json = type.contains("json") && !type.contains("ndjson") && answer.body().length > 0;
        JsonNode body = json ? Json.parse(answer.body()) : null;
        socket.send(Frame.of(socket.format(), "reply").members(socket.format().members(out -> {
            out.writeFieldName("ref");
            Json.MAPPER.writeTree(out, ref);
            out.writeNumberField("status", answer.statusCode());
            out.writeObjectFieldStart("headers");
            for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
                if (!OWN.contains(header.getKey())) {
                    out.writeStringField(header.getKey(), header.getValue().get(0));
                }
            }
            out.writeEndObject();
            if (body != null) {
                out.writeFieldName("body");
                Json.MAPPER.writeTree(out, body);
            } else if (answer.body().length > 0) {
                out.writeStringField("body", new String(answer.body(), StandardCharsets.UTF_8));
            }
        })));
    }

    private static ProblemException fault(String member, String detail) {
        return Problem.of(ProblemType.BAD_MESSAGE, detail)
                .with("member", member)
                .exception();
    }
}
