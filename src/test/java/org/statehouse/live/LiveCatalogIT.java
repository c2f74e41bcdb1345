package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** Models change while clients follow their records. */
class LiveCatalogIT {

    private static final long FIRST = 5_000_000;
    private static final String WITHOUT_SIZE = SmallServer.TOWN.replace("  size: { type: integer }\n", "");

    private static Server server;

    @BeforeAll
    static void start() {
        server = SmallServer.get();
    }

    @AfterEach
    void asAtFirst() {
        SmallServer.write("town", SmallServer.TOWN);
        SmallServer.reload();
    }

    @Test
    void who_follows_a_model_that_changes_begins_anew_and_who_follows_another_goes_on() {
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "towns", "model", "town"));
            String cursor = client.next("live").path("cursor").asText();
            client.send(Map.of("type", "subscribe", "id", "notes", "model", "note"));
            client.next("live");

            SmallServer.write("town", WITHOUT_SIZE);
            long version = SmallServer.reload();

            JsonNode catalog = client.next("catalog");
            assertThat(catalog.path("version").asLong()).isEqualTo(version);
            assertThat(catalog.path("models")).hasToString("[\"town\"]");
            assertThat(catalog.path("action").asText()).isEqualTo("refresh");
            JsonNode resync = client.next("resync");
            assertThat(resync.path("id").asText()).isEqualTo("towns");
            assertThat(resync.path("reason").asText()).isEqualTo("catalog");

            LiveLimitsIT.create("town", Map.of("id", FIRST, "name", "Rome"));
            LiveLimitsIT.create("note", Map.of("id", FIRST, "text", "x"));
            assertThat(client.next("change").path("id").asText())
                    .as("what is told after the resync is of the other subscription")
                    .isEqualTo("notes");

            client.send(Map.of("type", "subscribe", "id", "towns", "model", "town", "since", cursor));
            client.next("resumed");
            assertThat(client.next("resync").path("reason").asText())
                    .as("what was missed has the change of the model in it")
                    .isEqualTo("catalog");
            client.send(Map.of("type", "subscribe", "id", "towns", "model", "town", "snapshot", true));
            JsonNode town = client.next("snapshot").path("data").get(0);
            assertThat(town.path("name").asText()).isEqualTo("Rome");
            assertThat(town.has("size")).isFalse();
            client.next("live");
        }
    }

    @Test
    void who_was_built_for_an_older_catalog_is_told_what_has_changed_since() throws Exception {
        long before = SmallServer.reload();
        SmallServer.write("town", WITHOUT_SIZE);
        long version = SmallServer.reload();
        try (LiveClient client = LiveClient.connect(server, LiveClient.CBOR, Map.of())) {
            client.send(Map.of("type", "hello", "catalog", before));
            assertThat(client.next("ready").path("catalog").asLong()).isEqualTo(version);
            JsonNode catalog = client.next("catalog");
            assertThat(catalog.path("version").asLong()).isEqualTo(version);
            assertThat(catalog.path("models")).hasToString("[\"town\"]");
        }
    }
}
