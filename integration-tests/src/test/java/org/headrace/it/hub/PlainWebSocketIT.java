package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The subprotocol {@code headrace.v1+json}, by a plain client endpoint. */
@ExtendWith({SharedServer.class, QuietClients.class})
class PlainWebSocketIT {

    private final String stream = "Plain-" + UUID.randomUUID();

    @Test
    void catchesUpGoesOnLiveAndEnds(Api api, HeadraceProcess server) throws Exception {
        append(api, 300);
        try (var client = new EventsClient(server.port(), "")) {
            assertThat(client.subprotocol()).isEqualTo("headrace.v1+json");
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":10}");
            until(() -> client.received("event").size() == 290);
            append(api, 20);
            until(() -> client.received("event").size() == 310);

            assertThat(client.ops().get(0)).isEqualTo("confirmed");
            assertThat(client.received("confirmed").get(0).getString("stream")).isEqualTo(stream);
            assertThat(offsets(client, "offset"))
                    .isEqualTo(LongStream.range(10, 320).boxed().toList());
            assertThat(offsets(client, "previous"))
                    .isEqualTo(LongStream.concat(LongStream.of(-1), LongStream.range(10, 319))
                            .boxed()
                            .toList());
            JsonObject event = client.received("event").get(0);
            assertThat(event.getString("stream")).isEqualTo(stream);
            assertThat(event.getJsonObject("event").getString("position")).isEqualTo("10");
            assertThat(event.getJsonObject("event").getInt("data")).isEqualTo(1);

            client.send("{\"op\":\"ack\",\"stream\":\"" + stream + "\",\"offset\":319}");
            client.send("{\"op\":\"unsubscribe\",\"stream\":\"" + stream + "\"}");
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "-other\"}");
            until(() -> client.received("confirmed").size() == 2);
            append(api, 1);
            assertThat(client.received("error")).isEmpty();
            assertThat(client.received("event")).hasSize(310);
        }
    }

    @Test
    void errorsSayWhatIsWrongAndTheConnectionGoesOn(Api api, HeadraceProcess server) throws Exception {
        try (var client = new EventsClient(server.port(), "?naming=pascal")) {
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":-1}");
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":\"x\"}");
            client.send("{\"op\":\"subscribe\"}");
            client.send("{\"op\":\"dance\",\"stream\":\"" + stream + "\"}");
            client.send("{\"op\":\"ack\",\"stream\":\"" + stream + "\",\"offset\":1}");
            until(() -> client.received("error").size() == 5);
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"from\":0}");
            until(() -> client.received("confirmed").size() == 1);
            append(api, 1);
            until(() -> client.received("event").size() == 1);

            List<JsonObject> errors = client.received("error");
            assertThat(errors.get(0).getString("stream")).isEqualTo(stream);
            assertThat(errors)
                    .allSatisfy(e -> assertThat(e.getString("message")).isNotBlank());
            JsonObject event = client.received("event").get(0);
            assertThat(event.getJsonObject("event").keySet())
                    .containsExactlyInAnyOrder(
                            "Stream",
                            "Offset",
                            "Position",
                            "EventId",
                            "EventType",
                            "Key",
                            "Data",
                            "Metadata",
                            "RecordedAt",
                            "Previous");
        }
    }

    @Test
    void whatIsNoJsonEndsTheConnectionWithAReason(HeadraceProcess server) throws Exception {
        try (var client = new EventsClient(server.port(), "")) {
            client.send("hello");
            until(client::isClosed);
            assertThat(client.received("error").get(0).getString("message")).contains("not a JSON object");
        }
    }

    private void append(Api api, int count) throws Exception {
        String events = "{\"type\":\"T\",\"data\":1},".repeat(count);
        assertThat(api.postJson(
                                "/api/streams/" + stream + "/events",
                                "[" + events.substring(0, events.length() - 1) + "]")
                        .statusCode())
                .isEqualTo(201);
    }

    private static List<Long> offsets(EventsClient client, String member) {
        return client.received("event").stream()
                .map(m -> m.getJsonObject("event").getJsonNumber(member).longValue())
                .toList();
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
