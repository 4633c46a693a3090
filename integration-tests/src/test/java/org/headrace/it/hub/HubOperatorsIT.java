package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators see of connections and do to them, with clients of each protocol. */
@ExtendWith(SharedServer.class)
class HubOperatorsIT {

    private static final String CONNECTIONS = "/api/hub/connections";

    private final String stream = "Operated-" + UUID.randomUUID();

    @Test
    void aClientIsHeldBackRewoundAndSentAway(Api api, HeadraceProcess server) throws Exception {
        append(api, 3);
        JsonObject negotiated = Api.object(api.postJson("/hubs/events/negotiate?negotiateVersion=1", ""));
        String id = negotiated.getString("connectionId");
        try (var client = new RawClient(server.port(), "?id=" + negotiated.getString("connectionToken"))) {
            client.say("{\"protocol\":\"json\",\"version\":1}");
            client.say("{\"type\":1,\"target\":\"SubscribeToStream\",\"arguments\":[\"" + stream
                    + "\",0,{\"window\":2}]}");
            client.await("\"offset\":1,");
            JsonObject seen = api.getObject(CONNECTIONS + "/" + id);
            assertThat(seen.getString("protocol")).isEqualTo("signalr-json");
            assertThat(seen.getString("remoteAddress")).isEqualTo("127.0.0.1");
            assertThat(seen.getInt("messagesSent")).isGreaterThanOrEqualTo(4);
            JsonObject subscription = seen.getJsonArray("subscriptions").getJsonObject(0);
            assertThat(subscription.getInt("nextOffset")).isEqualTo(2);
            assertThat(subscription.getInt("lag")).isEqualTo(1);
            assertThat(subscription.getInt("unacknowledged")).isEqualTo(2);

            String operations = CONNECTIONS + "/" + id + "/subscriptions/" + stream + "/";
            assertThat(operate(api, operations + "pause", "{\"reason\":\"a test\"}")
                            .getBoolean("paused"))
                    .isTrue();
            client.say("{\"type\":1,\"target\":\"Ack\",\"arguments\":[\"" + stream + "\",1],\"invocationId\":\"a\"}");
            client.await("\"invocationId\":\"a\"");
            assertThat(client.said()).noneMatch(m -> m.contains("\"offset\":2,"));
            operate(api, operations + "resume", "");
            client.await("\"offset\":2,");
            assertThat(operate(api, operations + "rewind", "{\"offset\":1}").getInt("acknowledged"))
                    .isEqualTo(-1);
            client.await("\"offset\":1,\"position\":\"1\"");
            Awaitility.await("offset 1 again")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> client.said().stream()
                                    .filter(m -> m.contains("\"offset\":1,"))
                                    .count()
                            == 2);

            assertThat(api.delete(CONNECTIONS + "/" + id + "?reason=sends%20too%20much")
                            .statusCode())
                    .isEqualTo(204);
            client.await("{\"type\":7,\"error\":\"An operator closed the connection: sends too much\"}");
            client.awaitEnd();
        }
        assertThat(api.get(CONNECTIONS + "/" + id).statusCode()).isEqualTo(404);
        JsonObject record = api.getObject("/api/operator-actions?target=hub/connections/" + id);
        assertThat(record.getJsonArray("actions").getValuesAs(JsonObject.class))
                .extracting(action -> action.getString("action"))
                .containsExactly(
                        "close-connection", "rewind-subscription", "resume-subscription", "pause-subscription");
        assertThat(record.getJsonArray("actions").getJsonObject(3).getString("reason"))
                .isEqualTo("a test");
    }

    @Test
    void clientsOfAllProtocolsAreListedAndTheirSubscriptionsEndWithAWord(Api api, HeadraceProcess server)
            throws Exception {
        append(api, 1);
        try (var plain = new EventsClient(server.port(), "?naming=pascal");
                RawClient binary = RawClient.messagePack(server.port());
                var events = new EventStream(api, "/api/streams/" + stream + "/events?from=0")) {
            plain.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":0}");
            JsonObject ofPlain = await(api, "headrace.v1+json");
            JsonObject ofEvents = await(api, "sse");
            assertThat(ofPlain.getString("naming")).isEqualTo("pascal");
            assertThat(ofEvents.getString("naming")).isEqualTo("camel");
            assertThat(connections(api))
                    .extracting(c -> c.getString("protocol", ""))
                    .contains("signalr-messagepack");
            assertThat(binary.said()).isNotEmpty();
            events.events(1);
            Awaitility.await("an event").atMost(Duration.ofSeconds(60)).until(() -> !plain.received("event")
                    .isEmpty());

            for (JsonObject connection : List.of(ofPlain, ofEvents)) {
                String close = CONNECTIONS + "/" + connection.getString("id") + "/subscriptions/" + stream + "/close";
                assertThat(api.postJson(close, "{\"reason\":\"enough\"}").statusCode())
                        .isEqualTo(200);
            }
            Awaitility.await("told").atMost(Duration.ofSeconds(60)).until(() -> !plain.received("error")
                    .isEmpty());
            assertThat(plain.received("error").get(0).getString("message"))
                    .isEqualTo("An operator ended the subscription to " + stream + ": enough");
            Awaitility.await("ended").atMost(Duration.ofSeconds(60)).until(() -> find(api, "sse")
                    .isEmpty());
        }
    }

    private JsonObject await(Api api, String protocol) {
        return Awaitility.await(protocol)
                .atMost(Duration.ofSeconds(60))
                .until(() -> find(api, protocol), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonObject> find(Api api, String protocol) throws Exception {
        return connections(api).stream()
                .filter(c -> c.getString("protocol", "").equals(protocol))
                .filter(c -> c.getJsonArray("subscriptions").getValuesAs(JsonObject.class).stream()
                        .anyMatch(s -> s.getString("stream").equals(stream)))
                .findFirst();
    }

    private static List<JsonObject> connections(Api api) throws Exception {
        return api.getObject(CONNECTIONS + "?limit=1000")
                .getJsonArray("connections")
                .getValuesAs(JsonObject.class);
    }

    private static JsonObject operate(Api api, String path, String body) throws Exception {
        HttpResponse<String> answer = api.postJson(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.object(answer).getJsonArray("subscriptions").getJsonObject(0);
    }

    private void append(Api api, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        }
    }
}
