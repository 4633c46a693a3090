package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code headrace.hub.naming} and {@code headrace.hub.ping-interval} change. */
class HubSettingsIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final String SUBSCRIBE =
            "{\"type\":1,\"invocationId\":\"1\",\"target\":\"SubscribeToStream\",\"arguments\":[\"S\",0]}";

    /** {@code [1,{},"1","SubscribeToStream",["S",0],[]]} behind its length. */
    private static final String PACKED_SUBSCRIBE =
            "\u001c\u0096\u0001\u0080\u00a11\u00b1SubscribeToStream\u0092\u00a1S\u0000\u0090";

    private static HeadraceProcess server;

    @BeforeAll
    static void start() {
        server = HeadraceProcess.start(
                Places.newDirectory("hub-settings"), "HEADRACE_HUB_NAMING=pascal", "HEADRACE_HUB_PING_INTERVAL=PT1S");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What clients get that ask for no naming. */
    @Test
    void aServerMaySpellInPascalWhateverIsSpoken() throws Exception {
        server.api().postJson("/api/streams/S/events", "{\"type\":\"T\",\"data\":{\"eventType\":1}}");
        try (RawClient json = RawClient.signalR(server.port());
                RawClient packed = RawClient.messagePack(server.port());
                var plain = new EventsClient(server.port(), "");
                var camel = new RawClient(server.port(), "?naming=camel")) {
            json.say(SUBSCRIBE);
            packed.sendBinary(HubProtocolIT.bytes(PACKED_SUBSCRIBE));
            plain.send("{\"op\":\"subscribe\",\"stream\":\"S\",\"from\":0}");
            camel.say("{\"protocol\":\"json\",\"version\":1}");
            camel.say(SUBSCRIBE);

            json.await("\"EventType\":\"T\",\"Key\":null,\"Data\":{\"eventType\":1},");
            packed.await("\u00a9EventType\u00a1T\u00a3Key\u00c0\u00a4Data\u0081\u00a9eventType\u0001");
            camel.await("\"eventType\":\"T\",\"key\":null,\"data\":{\"eventType\":1},");
            PlainWebSocketIT.until(() -> plain.received("event").size() == 1);
            assertThat(plain.received("event").get(0).getJsonObject("event").getString("EventType"))
                    .isEqualTo("T");
        }
    }

    /** That a client of server-sent events has gone is seen when it is sent something, at the latest a ping. */
    @Test
    void clientsThatHaveGoneAreForgottenAsPingsFail() throws Exception {
        Api api = server.api();
        awaitCounts("{\"connections\":0,\"detached\":0,\"streams\":0,\"subscriptions\":0}");
        try (var client = new EventStream(api, "/api/streams/Quiet/events")) {
            client.await("id: -1");
            awaitCounts("{\"connections\":1,\"detached\":0,\"streams\":1,\"subscriptions\":1}");
            Awaitility.await("pings")
                    .atMost(DEADLINE)
                    .until(() -> Collections.frequency(client.lines(), ": ping") >= 2);
        }
        awaitCounts("{\"connections\":0,\"detached\":0,\"streams\":0,\"subscriptions\":0}");
    }

    private static void awaitCounts(String json) {
        Awaitility.await(json).atMost(DEADLINE).untilAsserted(() -> assertThat(
                        server.api().getObject("/api/hub"))
                .isEqualTo(Api.parse(json)));
    }
}
