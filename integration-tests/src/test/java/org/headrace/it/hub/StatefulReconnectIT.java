package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.headrace.it.Waiting;
import org.headrace.it.hub.NodeScripts.Running;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code withStatefulReconnect()} of the unmodified {@code @microsoft/signalr}, on a network that breaks. */
@ExtendWith(SharedServer.class)
class StatefulReconnectIT {

    private static final int CUTS = 25;
    private static final String NEGOTIATE = "/hubs/events/negotiate?negotiateVersion=1&useStatefulReconnect=true";

    private final String stream = "Stateful-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"json", "messagepack"})
    void whateverIsCutNothingIsLostOrDoubledAndTheClientDoesNotNotice(String protocol, HeadraceProcess server)
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("Cuts of " + protocol + " with seed " + seed);
        var random = new Random(seed);
        JsonObject told;
        try (var network = new BrittleNetwork(server.port());
                Running client = NodeScripts.start(
                        "stateful.js", "cuts", network.url(), "http://127.0.0.1:" + server.port(), stream, protocol)) {
            await(client, "started", () -> !client.told().isEmpty());
            for (int cut = 0; cut < CUTS; cut++) {
                await(client, "cut " + cut + " is mended", network::isInUse);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
                network.lose();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                network.breakOff(random.nextInt(3) > 0);
            }
            await(client, "the last cut is mended", network::isInUse);
            client.process().outputWriter().append("enough\n").flush();
            await(client, "the end", () -> client.told().size() == 2);
            told = client.told().get(1);
            assertThat(network.negotiations()).as("never connected anew").isEqualTo(1);
            assertThat(network.webSockets()).isEqualTo(CUTS + 1);
        }

        assertThat(told.getJsonArray("offsets").getValuesAs(n -> n.toString()))
                .hasSizeGreaterThanOrEqualTo(2_000)
                .containsExactlyElementsOf(IntStream.range(0, told.getInt("count"))
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(told.getJsonArray("gaps")).as("previous").isEmpty();
        assertThat(told.getJsonArray("wrong")).as("data").isEmpty();
        assertThat(told.getJsonArray("errors")).isEmpty();
        assertThat(told.getInt("reconnecting")).isZero();
        assertThat(told.getBoolean("sameId")).isTrue();
        assertThat(told.getString("state")).isEqualTo("Connected");
        JsonObject calls = told.getJsonObject("calls");
        assertThat(calls).isNotEmpty();
        calls.forEach((other, count) ->
                assertThat(told.getJsonObject("confirmed").get(other)).as(other).isEqualTo(count));
        assertThat(told.getJsonObject("confirmed").getInt(stream)).isEqualTo(1);
    }

    @Test
    void afterTheGraceTheClientConnectsAnewAndNothingIsLeft() throws Exception {
        try (HeadraceProcess server =
                        HeadraceProcess.start(Places.newDirectory("grace"), "HEADRACE_HUB_RECONNECT_GRACE=PT2S");
                var network = new BrittleNetwork(server.port());
                Running client = NodeScripts.start(
                        "stateful.js", "outage", network.url(), "http://127.0.0.1:" + server.port(), stream, "json")) {
            await(client, "started", () -> !client.told().isEmpty());
            network.shut();
            network.lose();
            network.breakOff(true);
            Waiting.until(server.api(), "/api/hub", counts -> counts.getInt("detached") == 1);
            await(client, "out", () -> client.told().size() == 2);
            JsonObject gone = Waiting.until(server.api(), "/api/hub", counts -> counts.getInt("connections") == 0);
            assertThat(gone.getInt("subscriptions")).isZero();
            network.open();
            await(client, "the end", () -> client.told().size() == 3);

            JsonObject told = client.told().get(2);
            assertThat(told.getJsonArray("offsets")).hasToString("[0,1,2,3]");
            assertThat(told.getInt("reconnecting")).isEqualTo(1);
            assertThat(told.getInt("reconnected")).isEqualTo(1);
            assertThat(told.getBoolean("sameId")).isFalse();
            assertThat(network.negotiations()).isEqualTo(2);
            theConnectionOfATokenEndsWithTheGrace(server);
        }
    }

    private void theConnectionOfATokenEndsWithTheGrace(HeadraceProcess server) throws Exception {
        String token = token(server.api());
        handshake(server, token).abort();
        Waiting.until(server.api(), "/api/hub", counts -> counts.getInt("detached") == 1);
        Waiting.until(server.api(), "/api/hub", counts -> counts.getInt("connections") == 0);

        assertThatThrownBy(() -> new RawClient(server.port(), "?id=" + token))
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
    }

    @Test
    void aTransportThatTheServerTakesForAliveIsReplaced(Api api, HeadraceProcess server) throws Exception {
        api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":1}");
        String token = token(api);
        try (RawClient first = handshake(server, token)) {
            first.say(subscribe("1"));
            first.await("\"invocationId\":\"1\"");
            first.await("EventReceived");
            try (var second = new RawClient(server.port(), "?id=" + token)) {
                assertThat(first.awaitEnd()).isNotZero();
                second.say("{\"type\":9,\"sequenceId\":1}");
                second.say(subscribe("1"));
                second.say("{\"type\":1,\"invocationId\":\"2\",\"target\":\"UnsubscribeFromStream\",\"arguments\":[\""
                        + stream + "\"]}");
                second.await("\"invocationId\":\"2\"");

                assertThat(second.said().get(0)).isEqualTo("{\"type\":9,\"sequenceId\":1}");
                assertThat(second.said().subList(1, 4)).isEqualTo(first.said().subList(1, 4));
                assertThat(second.said())
                        .filteredOn(m -> m.contains("SubscriptionConfirmed"))
                        .hasSize(1);
                second.say("{\"type\":7}");
                await("gone for good", () -> isRefused(server, token));
            }
        }
    }

    @Test
    void itIsForThoseWhoNegotiatedIt(Api api, HeadraceProcess server) throws Exception {
        String unasked = Api.object(api.postJson("/hubs/events/negotiate?negotiateVersion=1", ""))
                .toString();
        assertThat(unasked).doesNotContain("useStatefulReconnect");
        try (var client = new RawClient(server.port(), "")) {
            client.say("{\"protocol\":\"json\",\"version\":2}");
            client.await("{\"error\":");
        }
        String token = token(api);
        try (var plain = new RawClient(server.port(), "?id=" + token)) {
            plain.say("{\"protocol\":\"json\",\"version\":1}");
            plain.await("{}");
        }
        assertThatThrownBy(() -> new RawClient(server.port(), "?id=" + token))
                .as("version 1 does not come back")
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(404));
    }

    private static boolean isRefused(HeadraceProcess server, String token) throws Exception {
        try (var again = new RawClient(server.port(), "?id=" + token)) {
            again.awaitEnd();
            return false;
        } catch (WebSocketHandshakeException e) {
            return e.getResponse().statusCode() == 404;
        }
    }

    private static String token(Api api) throws Exception {
        JsonObject negotiated = Api.object(api.postJson(NEGOTIATE, ""));
        assertThat(negotiated.getBoolean("useStatefulReconnect")).isTrue();
        return negotiated.getString("connectionToken");
    }

    private static RawClient handshake(HeadraceProcess server, String token) throws Exception {
        var client = new RawClient(server.port(), "?id=" + token);
        client.say("{\"protocol\":\"json\",\"version\":2}");
        client.await("{}");
        return client;
    }

    private String subscribe(String call) {
        return "{\"type\":1,\"invocationId\":\"" + call + "\",\"target\":\"SubscribeToStream\",\"arguments\":[\""
                + stream + "\",0]}";
    }

    private static void await(Running client, String what, Callable<Boolean> condition) {
        await(what, () -> {
            assertThat(client.process().isAlive() || client.process().exitValue() == 0)
                    .as(client.output())
                    .isTrue();
            return condition.call();
        });
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
