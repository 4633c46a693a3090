package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
