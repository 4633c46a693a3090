package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.UUID;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.headrace.it.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no well-behaved client does. */
@ExtendWith(SharedServer.class)
class HubProtocolIT {

    private final String stream = "Raw-" + UUID.randomUUID();

    @Test
    void aTokenOpensOneConnection(Api api, HeadraceProcess server) throws Exception {
        HttpResponse<String> answer = api.postJson("/hubs/events/negotiate?negotiateVersion=1", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        String token = Api.object(answer).getString("connectionToken");

        try (var first = new RawClient(server.port(), "?id=" + token)) {
            first.say("{\"protocol\":\"json\",\"version\":1}");
            first.await("{}");
            assertThatThrownBy(() -> new RawClient(server.port(), "?id=" + token))
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(409));
        }
        assertThatThrownBy(() -> new RawClient(server.port(), "?id=made-up"))
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
        assertThat(server.output()).doesNotContain(token);
    }

    @Test
    void aHandshakeThatIsNotUnderstoodIsAnsweredAndClosed(HeadraceProcess server) throws Exception {
        for (String handshake : new String[] {
            "{\"protocol\":\"json\",\"version\":9}", "{\"protocol\":\"messagepack\",\"version\":1}", "hello"
        }) {
            try (var client = new RawClient(server.port(), "")) {
                client.say(handshake);
                client.await("{\"error\":");
                assertThat(client.awaitEnd()).isNotEqualTo(1006);
            }
        }
    }

    @Test
    void whatIsNotOfTheProtocolEndsItsConnectionAndNoOther(Api api, HeadraceProcess server) throws Exception {
        try (RawClient bystander = RawClient.signalR(server.port())) {
            bystander.say(subscribe("1", 0));
            bystander.await("\"invocationId\":\"1\"");
            for (String message : new String[] {"{\"type\":1", "[]\u001e", "{\"type\":6}", "x".repeat(40_000)}) {
                try (RawClient client = RawClient.signalR(server.port())) {
                    client.sendAsMuchAsIsTaken(message);
                    client.await("{\"type\":7,\"error\":");
                    assertThat(client.awaitEnd()).isNotEqualTo(1006);
                }
            }
            try (RawClient client = RawClient.signalR(server.port())) {
                client.sendBinary(new byte[] {'{', (byte) 0xff, '}', 0x1e});
                client.await("{\"type\":7,\"error\":\"A message is not UTF-8\"}");
                client.awaitEnd();
            }
            try (RawClient client = RawClient.signalR(server.port())) {
                client.sendAsMuchAsIsTaken("x".repeat(1_000_000));
                client.awaitEnd();
            }
            api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
            bystander.await("\"offset\":0,");
        }
    }

    @Test
    void theHandshakeAndCallsMayComeInOneMessage(Api api, HeadraceProcess server) throws Exception {
        api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        try (var client = new RawClient(server.port(), "")) {
            client.send("{\"protocol\":\"json\",\"version\":1}\u001e" + subscribe("a", 0) + "\u001e"
                    + "{\"type\":1,\"invocationId\":\"b\",\"target\":\"Nothing\",\"arguments\":[]}\u001e");
            client.await("\"offset\":0,");
            client.await("\"invocationId\":\"b\",\"error\":");
            assertThat(client.said().get(0)).isEqualTo("{}");
        }
    }

    @Test
    void aConnectionThatBreaksLeavesNothingBehind(Api api, HeadraceProcess server) throws Exception {
        JsonObject before = api.getObject("/api/hub");
        for (int i = 0; i < 20; i++) {
            RawClient client = RawClient.signalR(server.port());
            client.say(subscribe("1", 0));
            client.await("SubscriptionConfirmed");
            client.abort();
        }

        Waiting.until(
                api,
                "/api/hub",
                counts -> counts.getInt("connections") <= before.getInt("connections")
                        && counts.getInt("subscriptions") <= before.getInt("subscriptions"));
    }

    private String subscribe(String call, long from) {
        return "{\"type\":1,\"invocationId\":\"" + call + "\",\"target\":\"SubscribeToStream\",\"arguments\":[\""
                + stream + "\"," + from + "]}";
    }
}
