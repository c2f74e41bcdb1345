package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;
import org.statehouse.testkit.TwoNodes;

/** What one node writes, followed on the other. */
class TwoNodesLiveIT {

    private static final int FOLLOWERS = 40;

    private static long ids = 1;

    @Test
    void a_change_on_one_node_wakes_the_followers_on_the_other_and_who_moves_between_them_loses_nothing()
            throws Exception {
        Path models = FeedStorm.models();
        try (TwoNodes nodes = TwoNodes.joined("joined", models, Map.of("STATEHOUSE_LIVE_POLL", "3600000"))) {
            requireFollowed(nodes.first(), nodes.second());
            requireFollowed(nodes.second(), nodes.first());
            new FeedStorm(List.of(nodes.first(), nodes.second()), models, FOLLOWERS).rage();
        }
    }

    @Test
    void a_change_on_one_node_reaches_the_followers_on_the_other_though_nobody_wakes_them() throws Exception {
        try (TwoNodes nodes = TwoNodes.apart("apart", FeedStorm.models(), Map.of())) {
            requireFollowed(nodes.first(), nodes.second());
            requireFollowed(nodes.second(), nodes.first());
        }
    }

    private static void requireFollowed(Server writer, Server reader) {
        try (LiveClient client = LiveClient.open(reader)) {
            client.send(Map.of("type", "subscribe", "id", "s1", "model", "genre"));
            client.next("live");
            for (int i = 0; i < 20; i++) {
                Http.Answer written = writer.http()
                        .post("/api/records/genre")
                        .json(Map.of("id", ids++, "name", "genre " + i))
                        .send();
                assertThat(written.status()).as("%s", written).isEqualTo(201);
                JsonNode change = client.next("change").path("change");
                assertThat(change.path("id")).isEqualTo(written.json().path("id"));
                assertThat(change.path("changes").path("name").asText()).isEqualTo("genre " + i);
            }
        }
    }
}
