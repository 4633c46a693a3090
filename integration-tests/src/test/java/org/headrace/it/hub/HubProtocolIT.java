package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.headrace.it.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What no well-behaved client does. */
@ExtendWith({SharedServer.class, QuietClients.class})
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
            "{\"protocol\":\"json\",\"version\":9}", "{\"protocol\":\"messagepack\",\"version\":2}", "hello"
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
    void binaryThatIsNotOfTheProtocolEndsItsConnectionAndNoOther(Api api, HeadraceProcess server) throws Exception {
        try (RawClient bystander = RawClient.messagePack(server.port())) {
            bystander.sendBinary(bytes(packedSubscribe()));
            bystander.await("\u0094\u0003\u0080\u00a11\u0002");
            for (String message : new String[] {
                "\u0001\u00c1",
                "\u0005\u0091\u0006",
                "\u00ff\u00ff\u00ff\u00ff\u0007",
                "\u0090N" + "\u0091".repeat(10_000),
                "\u0081".repeat(40_000)
            }) {
                try (RawClient client = RawClient.messagePack(server.port())) {
                    client.sendBinary(bytes(message));
                    client.await("\u0093\u0007");
                    assertThat(client.awaitEnd()).isNotEqualTo(1006);
                }
            }
            try (RawClient client = RawClient.messagePack(server.port())) {
                client.say("{\"type\":6}");
                client.await("A message in MessagePack must be binary");
                client.awaitEnd();
            }
            api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
            bystander.await("EventReceived");
        }
    }

    @Test
    void theHandshakeAndCallsMayComeInOneBinaryMessage(Api api, HeadraceProcess server) throws Exception {
        api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        try (var client = new RawClient(server.port(), "")) {
            client.sendBinary(bytes("{\"protocol\":\"messagepack\",\"version\":1}\u001e" + packedSubscribe()));
            client.await("EventReceived");
            assertThat(client.said().get(0)).isEqualTo("{}");
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
    void aGoodbyeEndsTheConnection(HeadraceProcess server) throws Exception {
        try (RawClient client = RawClient.signalR(server.port())) {
            client.say("{\"type\":7}");
            assertThat(client.awaitEnd()).isEqualTo(1000);
        }
    }

    /** Such a client is not counted any more; it must not keep its socket. */
    @Test
    void whoDoesNotAnswerTheCloseFrameIsCutOff(HeadraceProcess server) throws Exception {
        try (BareSocket client = BareSocket.signalR(server.port(), "127.0.0.1")) {
            client.say("{\"type\":7}");
            client.awaitCutOff();
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

    /** The same from the beginning in MessagePack, as call 1. */
    private String packedSubscribe() {
        String record = "\u0096\u0001\u0080\u00a11\u00b1SubscribeToStream\u0092\u00d9" + (char) stream.length() + stream
                + "\u0000\u0090";
        return (char) record.length() + record;
    }

    static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String subscribe(String call, long from) {
        return "{\"type\":1,\"invocationId\":\"" + call + "\",\"target\":\"SubscribeToStream\",\"arguments\":[\""
                + stream + "\"," + from + "]}";
    }
}
