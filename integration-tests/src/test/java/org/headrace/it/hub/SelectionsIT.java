package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not want everything: some types or keys, streams by pattern, or only what is new. */
@ExtendWith(SharedServer.class)
class SelectionsIT {

    private final String stream = "Select-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"json", "messagepack"})
    void theUnmodifiedClientOfSignalR(String protocol, HeadraceProcess server) throws Exception {
        JsonObject told = told(protocol, server);

        assertThat(told.get("filtered")).hasToString("[[0,-1],[4,0]]");
        JsonObject byPattern = told.getJsonObject("byPattern");
        assertThat(byPattern.get("confirmed")).hasToString("[\"S-p-*\",\"S-p-*\"]");
        assertThat(byPattern.get("old")).hasToString("[2,1,2]");
        assertThat(byPattern.get("fresh")).hasToString("[0,1,0,1]");
        assertThat(byPattern.getString("failure")).contains("one * and only as its last character");
        JsonObject conflated = told.getJsonObject("conflated");
        assertThat(conflated.get("skipped")).hasToString("[[\"S-conflated\",{\"from\":1,\"to\":99}]]");
        assertThat(conflated.get("arity")).hasToString("[2]");
        assertThat(conflated.get("events")).hasToString("[[0,-1],[100,0]]");
        assertThat(conflated.get("order"))
                .hasToString("[\"SubscriptionConfirmed\",\"EventReceived\",\"EventsSkipped\",\"EventReceived\"]");
    }

    private JsonObject told(String protocol, HeadraceProcess server) throws Exception {
        String given = "const [base, protocol, stream] = ['http://127.0.0.1:" + server.port() + "', '" + protocol
                + "', '" + stream + "'];\n";
        String script = Files.readString(Places.ROOT.resolve("integration-tests/src/test/node/selections.js"));
        try (var running = NodeScripts.startText("selections-" + protocol + ".js", given + script)) {
            until(() -> running.output().lines().anyMatch(line -> line.startsWith("{")));
            return Api.parse(running.output()
                            .lines()
                            .filter(line -> line.startsWith("{"))
                            .findFirst()
                            .orElseThrow())
                    .asJsonObject();
        }
    }

    @Test
    void thePlainProtocol(Api api, HeadraceProcess server) throws Exception {
        append(api, stream + "-1", "A", 1);
        try (var client = new EventsClient(server.port(), "")) {
            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream
                    + "-*\",\"from\":0,\"eventTypes\":[\"A\"],\"whenSlow\":\"conflate\",\"maxLag\":10}");
            until(() -> client.received("event").size() == 1);
            append(api, stream + "-2", "B", 1);
            append(api, stream + "-2", "A", 1);
            until(() -> client.received("event").size() == 2);
            // Until the server knows where a stream ends nothing counts as slow.
            until(() -> {
                append(api, stream + "-1", "A", 100);
                return !client.received("skipped").isEmpty();
            });

            assertThat(client.received("confirmed").get(0).getString("stream")).isEqualTo(stream + "-*");
            assertThat(client.received("event").get(1).getString("stream")).isEqualTo(stream + "-2");
            assertThat(client.received("event").get(1).getJsonObject("event").getInt("offset"))
                    .isEqualTo(1);
            JsonObject skipped = client.received("skipped").get(0);
            assertThat(skipped.getString("stream")).isEqualTo(stream + "-1");
            int from = skipped.getInt("from");
            assertThat(skipped.getInt("to")).isGreaterThan(from + 10);
            until(() -> client.received("event").stream()
                    .map(event -> event.getJsonObject("event"))
                    .anyMatch(event -> event.getInt("offset") == skipped.getInt("to") + 1
                            && event.getInt("previous") == from - 1));

            client.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\",\"maxLag\":10}");
            until(() -> !client.received("error").isEmpty());
            assertThat(client.received("error").get(0).getString("message"))
                    .startsWith("maxLag is for whenSlow conflate and disconnect");
        }
    }

    @Test
    void serverSentEvents(Api api) throws Exception {
        String events = "/api/streams/" + stream + "/events";
        append(api, stream, "A", 1);
        append(api, stream, "B", 2);
        append(api, stream, "C", 1);
        try (var client = new EventStream(api, events + "?from=0&eventTypes=A&eventTypes=C")) {
            List<JsonObject> received = client.events(2);
            assertThat(received).extracting(event -> event.getInt("offset")).containsExactly(0, 3);
            assertThat(received.get(1).getInt("previous")).isZero();
        }
        try (var client = new EventStream(api, events + "?whenSlow=conflate&maxLag=10")) {
            client.await("id: 3");
            append(api, stream, "A", 1);
            client.await("id: 4");
            append(api, stream, "A", 100);
            client.await("id: 104");
            assertThat(client.lines())
                    .containsSubsequence(
                            "id: 4", "id: 103", "event: skipped", "data: {\"from\":5,\"to\":103}", "", "id: 104");
        }
        HttpResponse<String> refused = api.get(events + "?key=k", "Accept", "text/event-stream");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("say keys=");
    }

    private static void append(Api api, String name, String type, int count) throws Exception {
        String all = ("{\"type\":\"" + type + "\",\"data\":1},").repeat(count);
        HttpResponse<String> answer =
                api.postJson("/api/streams/" + name + "/events", "[" + all.substring(0, all.length() - 1) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }
}
