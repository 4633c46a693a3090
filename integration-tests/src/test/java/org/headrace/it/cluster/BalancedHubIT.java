package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.Undisturbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two nodes behind a balancer without stickiness, and unmodified {@code @microsoft/signalr} clients: the script is
 * {@code balanced.js}.
 */
@Undisturbed
@ExtendWith(SharedCluster.class)
class BalancedHubIT {

    private static final int CLIENTS = 8;

    /** Of which node does not matter: the stream is one. */
    private static final int BEFORE = 100;

    private static final int AFTER = 200;
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final String stream = "Balanced-" + UUID.randomUUID();
    private final List<String> appended = new ArrayList<>();
    private final Cluster cluster;
    private final Node killed;
    private final Node other;

    BalancedHubIT(Cluster cluster) {
        this.cluster = cluster;
        this.killed = cluster.nodes().get(0);
        this.other = cluster.nodes().get(1);
    }

    @Test
    void clientsGoOnAtTheOtherNodeAndMissNothing() throws Exception {
        append(other, 3);
        List<Integer> ports = cluster.nodes().stream().map(Node::port).toList();
        try (var clients = new MicrosoftClients(ports, "", stream, CLIENTS, DEADLINE)) {
            clients.awaitFollowing();
            assertThat(clients.crossed())
                    .as("token of one node, WebSocket at the other")
                    .isPositive();
            int atKilled = connections(killed);
            assertThat(atKilled).as("connections of each node").isBetween(1, CLIENTS - 1);
            assertThat(connections(other)).isEqualTo(CLIENTS - atKilled);

            append(killed, 1);
            append(other, 1);
            append(killed, BEFORE);
            for (int i = 0; i < AFTER; i++) {
                append(other, 1);
                if (i == AFTER / 4) {
                    killed.kill();
                }
            }
            Awaitility.await("all are at the other node").atMost(DEADLINE).until(() -> connections(other) == CLIENTS);
            append(other, 1);
            appendLast();

            List<JsonObject> told = clients.awaitLast();
            assertThat(told).hasSize(CLIENTS);
            assertThat(told.stream()
                            .mapToInt(client -> client.getInt("reconnects"))
                            .sum())
                    .as("reconnects: those that were at the node that was killed, and no others")
                    .isEqualTo(atKilled);
            for (JsonObject client : told) {
                assertThat(received(client)).as(client.getString("name")).isEqualTo(appended);
            }
        }
    }

    /** Each with its offset, in the order of their arrival. */
    private static List<String> received(JsonObject client) {
        return client.getJsonArray("received").getValuesAs(JsonObject.class).stream()
                .map(event -> event.getInt("offset") + " " + event.getString("data"))
                .toList();
    }

    private void append(Node node, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            append(node, "event " + UUID.randomUUID());
        }
    }

    private void appendLast() throws Exception {
        append(other, MicrosoftClients.LAST);
    }

    private void append(Node node, String data) throws Exception {
        HttpResponse<String> answer = node.api()
                .postJson("/api/streams/" + stream + "/events", "{\"type\":\"Tested\",\"data\":\"" + data + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        appended.add(Api.object(answer).getJsonNumber("firstOffset") + " " + data);
    }

    private static int connections(Node node) throws IOException, InterruptedException {
        return node.api().getObject("/api/hub").getInt("connections");
    }
}
