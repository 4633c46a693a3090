package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import io.reactivex.rxjava3.core.Single;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.headrace.it.hub.NodeScripts.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The unmodified {@code @microsoft/signalr} acknowledges events by what its handlers answer, within a window of ten. The
 * client is {@code src/test/node/windows.js}.
 */
@ExtendWith(SharedServer.class)
class SignalRResultsIT {

    private static final int EVENTS = 1_000;
    private static final int WINDOW = 10;
    private static final int SECONDS = 120;
    private static final Class<com.google.gson.JsonObject> GSON_OBJECT = com.google.gson.JsonObject.class;

    private final String stream = "Results-" + UUID.randomUUID();
    private String base = "";

    @BeforeEach
    void append(HeadraceProcess server) throws Exception {
        base = "http://127.0.0.1:" + server.port();
        Api api = server.api();
        String events = IntStream.range(0, EVENTS)
                .mapToObj(i -> "{\"type\":\"Tested\",\"data\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(api.postJson("/api/streams/" + stream + "/events", events).statusCode())
                .isBetween(200, 299);
    }

    @ParameterizedTest
    @CsvSource({
        "json, plain", "json, slow", "json, value", "json, failing",
        "messagepack, plain", "messagepack, slow", "messagepack, value", "messagepack, failing"
    })
    void whateverHandlersAnswerAllComesOnceAndNoMoreThanTheWindowAtATime(String protocol, String handler)
            throws Exception {
        JsonObject seen = runToTheEnd(protocol, 0, EVENTS, handler);

        assertThat(seen.getInt("received")).isEqualTo(EVENTS);
        assertThat(seen.getInt("most")).isBetween(handler.equals("plain") ? 1 : 2, WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "messagepack"})
    void whoWasKilledGoesOnAfterTheLastEventThatItHasDealtWith(String protocol) throws Exception {
        int dealtWith;
        try (Running client = start(protocol, 0, 0, "slow")) {
            Awaitility.await("300 events")
                    .atMost(Duration.ofSeconds(SECONDS))
                    .until(() -> client.output().lines().count() > 300);
            client.process().destroyForcibly().waitFor();
            List<String> told =
                    client.output().lines().filter(line -> line.endsWith("}")).toList();
            dealtWith = object(told.get(told.size() - 1)).getInt("dealtWith");
        }
        assertThat(dealtWith).isBetween(300 - WINDOW, EVENTS - 2);
        int left = EVENTS - 1 - dealtWith;
        JsonObject seen = runToTheEnd(protocol, dealtWith + 1, left, "slow");

        assertThat(seen.getInt("received")).isEqualTo(left);
    }

    /** It runs handlers that give results at the same time, so that within the window they come in any order. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "value", "failing"})
    void theClientForJavaAnswersToo(String handler) {
        List<Long> offsets = new CopyOnWriteArrayList<>();
        HubConnection connection =
                HubConnectionBuilder.create(base + "/hubs/events").build();
        answer(connection, handler, offsets);
        try {
            assertThat(connection.start().blockingAwait(SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(connection
                            .invoke("SubscribeToStream", stream, 0, Map.of("window", WINDOW, "acknowledge", "result"))
                            .blockingAwait(SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            Awaitility.await("all events").atMost(Duration.ofSeconds(SECONDS)).until(() -> offsets.size() >= EVENTS);

            assertThat(offsets)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, EVENTS).boxed().toList());
        } finally {
            connection.close();
        }
    }

    private static void answer(HubConnection connection, String handler, List<Long> offsets) {
        if (handler.equals("plain")) {
            connection.on("EventReceived", (name, event) -> offsets.add(offset(event)), String.class, GSON_OBJECT);
        } else {
            connection.onWithResult(
                    "EventReceived",
                    (name, event) -> {
                        offsets.add(offset(event));
                        return handler.equals("value")
                                ? Single.just("done")
                                : Single.error(new IllegalStateException("as the test wants it"));
                    },
                    String.class,
                    GSON_OBJECT);
        }
    }

    private static long offset(com.google.gson.JsonObject event) {
        return event.get("offset").getAsLong();
    }

    private JsonObject runToTheEnd(String protocol, int first, int count, String handler) throws Exception {
        try (Running client = start(protocol, first, count, handler)) {
            assertThat(client.process().waitFor(SECONDS, TimeUnit.SECONDS))
                    .as(client.output())
                    .isTrue();
            assertThat(client.process().exitValue()).as(client.output()).isZero();
            JsonObject seen = object(client.output());
            assertThat(seen.getInt("outOfOrder")).isZero();
            assertThat(seen.getInt("unlinked")).isZero();
            assertThat(seen.getInt("next")).isEqualTo(EVENTS);
            assertThat(seen.getJsonArray("errors")).isEmpty();
            assertThat(seen.isNull("closed")).isTrue();
            return seen;
        }
    }

    private Running start(String protocol, int first, int count, String handler) throws Exception {
        return NodeScripts.start(
                "windows.js", base, stream, protocol, String.valueOf(first), String.valueOf(count), handler);
    }

    private static JsonObject object(String line) {
        return Api.parse(line).asJsonObject();
    }
}
