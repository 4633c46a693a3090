package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who goes over a limit is told so and has to go, and a client beside it does not feel it. */
class HubLimitsIT {

    private static final String SELF = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";
    private static final String THIRD = "127.0.0.3";
    private static final int PER_ADDRESS = 5;
    private static final String REFUSAL =
            "Too many connections from this address: headrace.hub.max-connections-per-address is " + PER_ADDRESS;

    private static HeadraceProcess server;

    private final String stream = "Limits-" + UUID.randomUUID();
    private final List<BareSocket> open = new ArrayList<>();
    private Api api;
    private BareSocket bystander;
    private int calls;

    @BeforeAll
    static void start() {
        server = HeadraceProcess.start(
                Places.newDirectory("limits"),
                "HEADRACE_HUB_MAX_CONNECTIONS_PER_ADDRESS=" + PER_ADDRESS,
                "HEADRACE_HUB_MAX_CALLS_PER_SECOND=2",
                "HEADRACE_HUB_MAX_MESSAGES_PER_SECOND=200",
                "HEADRACE_HUB_SEND_TIMEOUT=PT3S");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aClientThatDoesNothingWrong() throws Exception {
        api = server.api();
        bystander = keep(BareSocket.signalR(server.port(), SELF));
        bystander.subscribe(stream, "0");
        bystander.await("\"type\":3");
    }

    @AfterEach
    void theOtherClientReceivesWhatIsAppended() throws Exception {
        String mark = "mark-" + UUID.randomUUID();
        api.postJson("/api/streams/" + stream + "/events", "{\"type\":\"T\",\"data\":\"" + mark + "\"}");
        bystander.await(mark);
        for (BareSocket socket : open) {
            socket.close();
        }
        awaitConnections(0);
    }

    @Test
    void anAddressHasSoManyConnections() throws Exception {
        for (int i = 0; i < PER_ADDRESS; i++) {
            keep(BareSocket.signalR(server.port(), OTHER));
        }

        BareSocket refused = keep(BareSocket.connect(server.port(), OTHER));
        refused.ask("/hubs/events", "X-Forwarded-For: 192.0.2.7");
        assertThat(refused.awaitEnd()).contains("\u0003\u00f5" + REFUSAL);
        BareSocket negotiating = keep(BareSocket.connect(server.port(), OTHER));
        negotiating.request("POST /hubs/events/negotiate?negotiateVersion=1", "Content-Length: 0");
        assertThat(negotiating.await("}")).contains("200 ", "{\"error\":\"" + REFUSAL + "\"}");
        BareSocket following = keep(BareSocket.connect(server.port(), OTHER));
        following.askForEvents("/api/streams/" + stream + "/events");
        assertThat(following.await("}")).contains("429 ", "urn:headrace:problem:too-many-connections", REFUSAL);

        keep(BareSocket.signalR(server.port(), THIRD));
        answers(bystander);
        awaitConnections(PER_ADDRESS + 2);
        open.get(1).close();
        awaitConnections(PER_ADDRESS + 1);
        keep(BareSocket.signalR(server.port(), OTHER));
    }

    @Test
    void whoCallsTooOftenHasToGo() throws Exception {
        BareSocket caller = keep(BareSocket.signalR(server.port(), OTHER));
        String call = "{\"type\":1,\"target\":\"UnsubscribeFromStream\",\"arguments\":[\"S\"]}";
        caller.say((call + BareSocket.RECORD_END).repeat(99) + call);
        answers(bystander);

        assertThat(caller.awaitEnd())
                .contains("{\"type\":7,\"error\":\"Too many calls: headrace.hub.max-calls-per-second is 2\"}");
        awaitConnections(1);
    }

    @Test
    void whoTalksTooMuchHasToGo() throws Exception {
        BareSocket talker = keep(BareSocket.signalR(server.port(), OTHER));
        talker.say(("{\"type\":6}" + BareSocket.RECORD_END).repeat(1_500) + "{\"type\":6}");
        answers(bystander);

        assertThat(talker.awaitEnd())
                .contains("{\"type\":7,\"error\":\"Too many messages: headrace.hub.max-messages-per-second is 200\"}");
        awaitConnections(1);
    }

    @Test
    void theSameGoesForThePlainProtocol() throws Exception {
        BareSocket caller = keep(BareSocket.connect(server.port(), OTHER));
        caller.ask("/hubs/events", "Sec-WebSocket-Protocol: headrace.v1+json");
        caller.await("101 ");
        for (int i = 0; i < 20; i++) {
            sendIfTaken(caller, "{\"op\":\"unsubscribe\",\"stream\":\"S\"}");
        }

        assertThat(caller.awaitEnd())
                .contains("\"op\":\"error\"")
                .contains("Too many calls: headrace.hub.max-calls-per-second is 2");
    }

    @Test
    void whoDoesNotReadIsCutOffInTheEnd() throws Exception {
        BareSocket deaf = keep(BareSocket.signalR(server.port(), OTHER));
        deaf.subscribe(stream + "-large", "0");
        deaf.await("\"type\":3");
        String large = "{\"type\":\"T\",\"data\":\"" + "x".repeat(10_000) + "\"}\n";
        api.postNdjson("/api/streams/" + stream + "-large/events", large.repeat(500));
        awaitConnections(2);

        Awaitility.await("cut off")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    answers(bystander);
                    return connections() == 1;
                });
        deaf.awaitCutOff();
    }

    private static void sendIfTaken(BareSocket socket, String text) {
        try {
            socket.send(text);
        } catch (IOException closedMeanwhile) {
            // what it was told can still be read
        }
    }

    /** A client whose calls are answered, that is; told apart by their number. */
    private void answers(BareSocket socket) throws IOException {
        calls++;
        socket.say(
                "{\"type\":1,\"invocationId\":\"answer-" + calls + "\",\"target\":\"Ack\",\"arguments\":[\"none\",0]}");
        socket.await("\"invocationId\":\"answer-" + calls + "\"");
    }

    private BareSocket keep(BareSocket socket) {
        open.add(socket);
        return socket;
    }

    private int connections() throws IOException, InterruptedException {
        return api.getObject("/api/hub").getInt("connections");
    }

    private void awaitConnections(int expected) {
        Awaitility.await(expected + " connections")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(this::connections, count -> count == expected);
    }
}
