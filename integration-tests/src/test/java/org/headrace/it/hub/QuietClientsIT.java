package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that have nothing to say, on streams where nothing happens, stay connected and receive what comes at last. */
@ExtendWith({SharedServer.class, QuietClients.class})
class QuietClientsIT {

    /** Longer than clients wait for a sign of life of the server, and the server for one of theirs. */
    private static final Duration LONG = Duration.ofSeconds(40);

    @BeforeAll
    static void anEventAtLast(Api api, QuietClients.Connected clients) throws Exception {
        Awaitility.await("quiet for long")
                .atMost(LONG.multipliedBy(2))
                .until(() -> clients.quietFor().compareTo(LONG) > 0);
        assertThat(api.postJson("/api/streams/" + clients.stream() + "/events", "{\"type\":\"T\",\"data\":1}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void signalRInNodeInBothProtocols(QuietClients.Connected clients) throws Exception {
        List<JsonObject> told = clients.node().end();

        assertThat(told).extracting(t -> t.getString("protocol")).containsExactly("json", "messagepack");
        assertThat(told).allSatisfy(t -> {
            assertThat(t.getString("state")).isEqualTo("Connected");
            assertThat(t.getJsonArray("closed")).isEmpty();
        });
    }

    @Test
    void signalRInJava(QuietClients.Connected clients) {
        assertThat(clients.java().offsets(clients.stream(), 1)).containsExactly(0L);
        assertThat(clients.java().isConnected()).isTrue();
    }

    @Test
    void thePlainProtocol(QuietClients.Connected clients) {
        PlainWebSocketIT.until(() -> clients.plain().received("event").size() == 1);
        assertThat(clients.plain().received("ping")).isNotEmpty();
        assertThat(clients.plain().isClosed()).isFalse();
    }

    @Test
    void serverSentEvents(QuietClients.Connected clients) {
        clients.serverSentEvents().await("id: 0");
        assertThat(clients.serverSentEvents().lines()).contains(": ping");
    }
}
