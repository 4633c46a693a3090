package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.it.HeadraceProcess;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/** {@code headrace.hub.naming}: what clients get that ask for no naming. */
class ServerNamingIT {

    private static final String SUBSCRIBE =
            "{\"type\":1,\"invocationId\":\"1\",\"target\":\"SubscribeToStream\",\"arguments\":[\"S\",0]}";

    /** {@code [1,{},"1","SubscribeToStream",["S",0],[]]} behind its length. */
    private static final String PACKED_SUBSCRIBE =
            "\u001c\u0096\u0001\u0080\u00a11\u00b1SubscribeToStream\u0092\u00a1S\u0000\u0090";

    @Test
    void aServerMaySpellInPascalWhateverIsSpoken() throws Exception {
        try (HeadraceProcess server =
                HeadraceProcess.start(Places.newDirectory("naming"), "HEADRACE_HUB_NAMING=pascal")) {
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
    }
}
