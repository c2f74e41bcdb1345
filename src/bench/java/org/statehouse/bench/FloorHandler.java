package org.statehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** Finds the values of the statement in the address, the version and the body of a request, and answers with the rows. */
final class FloorHandler implements HttpHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataSource source;
    private final FloorQuery query;

    FloorHandler(DataSource source, FloorQuery query) {
        this.source = source;
        this.query = query;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Map<String, String> values = new HashMap<>();
        exchange.getQueryParameters().forEach((name, given) -> values.put(name, given.getFirst()));
        String path = exchange.getRequestPath();
        boolean one = path.length() > Vehicles.PATH.length();
        if (one) {
            values.put("id", path.substring(Vehicles.PATH.length() + 1));
        }
        boolean creates = exchange.getRequestMethod().equalToString("POST");
        if (creates) {
            values.put("id", newId().toString());
        }
        String version = exchange.getRequestHeaders().getFirst(Headers.IF_MATCH);
        if (version != null) {
            values.put("version", version.substring(1, version.length() - 1));
        }
        if (creates || version != null) {
            addBody(exchange, values);
        }
        answer(exchange, values, creates, creates || one);
    }

    private static void addBody(HttpServerExchange exchange, Map<String, String> values) throws IOException {
        JsonNode body = JSON.readTree(exchange.getInputStream());
        body.properties()
                .forEach(member -> values.put(member.getKey(), member.getValue().asText()));
    }

    private void answer(HttpServerExchange exchange, Map<String, String> values, boolean creates, boolean one)
            throws Exception {
        byte[] body;
        try (Connection connection = source.getConnection()) {
            body = query.run(connection, values, one);
        }
        exchange.setStatusCode(
                body.length == 0 ? StatusCodes.NOT_FOUND : creates ? StatusCodes.CREATED : StatusCodes.OK);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** Of version 7 (RFC 9562, section 5.7), as the server makes them: their order is that of their making. */
    private static UUID newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | 0x7000 | random.nextInt(0x1000);
        return new UUID(high, (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }
}
