package org.statehouse.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.statehouse.guarantee.FeedPromises.Heard;
import org.statehouse.guarantee.FeedPromises.Message;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.LiveStream;
import org.statehouse.testkit.Server;

/** One who follows a model, stalls, loses its connection at any moment, and goes on over any transport at any node. */
final class Listener implements Callable<List<Message>> {

    private static final int MAX_MESSAGES = 15;

    private final List<Server> nodes;
    private final String filter;
    private final Random random;
    private final long lastRecord;
    private final List<Message> heard = new ArrayList<>();
    private String cursor;
    private boolean done;
    private int connections;
    private Server server;

    /**
     * A listener.
     *
     * @param nodes of one database
     * @param filter JSON, or empty for every record
     * @param lastRecord the id of the record whose creation is the end
     */
    Listener(List<Server> nodes, String cursor, String filter, Random random, long lastRecord) {
        this.nodes = nodes;
        this.server = nodes.get(0);
        this.cursor = cursor;
        this.filter = filter;
        this.random = random;
        this.lastRecord = lastRecord;
    }

    int connections() {
        return connections;
    }

    @Override
    public List<Message> call() {
        while (!done) {
            connections++;
            server = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(4)) {
                case 0 -> overSocket(LiveClient.JSON);
                case 1 -> overSocket(LiveClient.CBOR);
                case 2 -> overStream();
                default -> byPolling();
            }
        }
        return heard;
    }

    private void overSocket(String protocol) {
        try (LiveClient client = LiveClient.open(server, protocol)) {
            Map<String, Object> subscribe = new LinkedHashMap<>();
            subscribe.putAll(Map.of("type", "subscribe", "id", "s", "model", "genre", "since", cursor));
            if (!filter.isEmpty()) {
                subscribe.put("filter", Json.parse(filter.getBytes(StandardCharsets.UTF_8)));
            }
            client.send(subscribe);
            if (random.nextInt(4) == 0) {
                stall(client);
            }
            int wanted = random.nextInt(MAX_MESSAGES);
            for (int i = 0; i < wanted && !done; i++) {
                hear(client.next());
            }
        }
    }

    /** Takes nothing from the line until something has happened, or for a second. */
    private void stall(LiveClient client) {
        client.stall();
        Http.Answer unused = server.http()
                .get("/api/changes?models=genre&limit=1&wait=1&since=" + cursor)
                .send();
        client.goOn();
    }

    private void hear(JsonNode message) {
        List<Heard> changes = new ArrayList<>();
        String mark = "";
        switch (message.path("type").asText()) {
            case "change" -> changes.add(heard(message.path("change")));
            case "batch" -> message.path("changes").forEach(change -> changes.add(heard(change)));
            case "progress" -> mark = message.path("cursor").asText();
            case "resumed", "live", "pong", "catalog" -> {}
            default -> throw new AssertionError("Not expected: " + message);
        }
        add(changes, mark);
    }

    private void overStream() {
        try (LiveStream stream = LiveStream.open(server, "models=genre" + parameter(), cursor)) {
            int wanted = random.nextInt(MAX_MESSAGES);
            for (int i = 0; i < wanted && !done; i++) {
                LiveStream.Event event = stream.next();
                if (!event.name().isEmpty()) {
                    throw new AssertionError("Not expected: " + event);
                }
                List<Heard> changes = new ArrayList<>();
                if (!event.data().isEmpty()) {
                    JsonNode data = Json.parse(event.data().getBytes(StandardCharsets.UTF_8));
                    data.path("changes").forEach(change -> changes.add(heard(change)));
                }
                add(changes, changes.isEmpty() ? event.id() : "");
            }
        }
    }

    private String parameter() {
        return filter.isEmpty() ? "" : "&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }

    private void byPolling() {
        String query = "/api/changes?models=genre&limit=20&wait=1&since=" + cursor + parameter();
        JsonNode page = server.http().get(query).send().json();
        List<Heard> changes = new ArrayList<>();
        page.path("changes").forEach(change -> changes.add(heard(change)));
        add(changes, "");
        if (page.path("cursor").isTextual()) {
            cursor = page.path("cursor").asText();
        }
    }

    private void add(List<Heard> changes, String mark) {
        if (!changes.isEmpty() || !mark.isEmpty()) {
            heard.add(new Message(changes, mark));
            cursor = mark.isEmpty() ? changes.get(changes.size() - 1).cursor() : mark;
            done |= changes.stream().anyMatch(one -> one.record() == lastRecord);
        }
    }

    static Heard heard(JsonNode change) {
        return new Heard(
                change.path("cursor").asText(),
                change.path("id").asLong(),
                change.path("version").asLong(),
                change.path("op").asText());
    }
}
