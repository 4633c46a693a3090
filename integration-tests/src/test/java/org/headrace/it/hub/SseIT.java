package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as server-sent events. */
@ExtendWith(SharedServer.class)
class SseIT {

    private final String stream = "Sse-" + UUID.randomUUID();
    private final String events = "/api/streams/" + stream + "/events";

    @Test
    void catchesUpAndGoesOnLive(Api api) throws Exception {
        append(api, "{\n \"n\" : 1.50,\r\n \"é\":\"\\n😀\"}", 300);
        try (var client = new EventStream(api, events + "?from=10")) {
            client.events(290);
            append(api, "1", 20);
            List<JsonObject> received = client.events(310);

            assertThat(client.contentType()).startsWith("text/event-stream");
            assertThat(client.lines().get(0)).isEqualTo("retry: 2000");
            assertThat(offsets(received, "offset"))
                    .isEqualTo(LongStream.range(10, 320).boxed().toList());
            assertThat(offsets(received, "previous"))
                    .isEqualTo(LongStream.concat(LongStream.of(-1), LongStream.range(10, 319))
                            .boxed()
                            .toList());
            assertThat(received.get(0).getJsonObject("data").getString("é")).isEqualTo("\n😀");
            assertThat(client.lines()).containsSubsequence("id: 9", "", "id: 10", "id: 11", "id: 319");
        }
    }

    @Test
    void goesOnAfterTheLastEventReceivedWhileOthersAppend(Api api) throws Exception {
        int all = 600;
        CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < all; i += 3) {
                    append(api, "1", 3);
                }
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        List<Long> received = new ArrayList<>();
        int connections = 0;
        while (received.size() < all) {
            long last = received.size() - 1L;
            try (var client = new EventStream(api, events + "?from=5", "Last-Event-ID", Long.toString(last))) {
                List<JsonObject> some = client.events(Math.min(70, all - received.size()));
                received.addAll(offsets(some, "offset"));
            }
            connections++;
        }
        appending.join();

        assertThat(received).isEqualTo(LongStream.range(0, all).boxed().toList());
        assertThat(connections).isGreaterThan(1);
    }

    @Test
    void withoutAPlaceItIsLiveOnlyAndAStreamWithoutEventsIsWaitedFor(Api api) throws Exception {
        try (var waiting = new EventStream(api, events)) {
            waiting.await("id: -1");
            append(api, "1", 3);
            assertThat(offsets(waiting.events(3), "offset")).containsExactly(0L, 1L, 2L);

            try (var live = new EventStream(api, events + "?naming=pascal")) {
                live.await("id: 2");
                append(api, "1", 1);
                live.await("id: 3");
                assertThat(live.lines())
                        .filteredOn(line -> line.startsWith("data:"))
                        .singleElement()
                        .asString()
                        .contains("\"Offset\":3", "\"EventType\":\"T\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "text/html, */*;q=0.8", "application/json, text/event-stream;q=0.5"})
    void everybodyElseIsAnsweredInJson(String accept, Api api) throws Exception {
        append(api, "1", 2);

        HttpResponse<String> answer = api.get(events, "Accept", accept);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(Api.object(answer).getJsonArray("events")).hasSize(2);
    }

    @Test
    void withoutAnAcceptHeaderTheAnswerIsJson(Api api) throws Exception {
        append(api, "1", 2);

        assertThat(api.getObject(events).getJsonArray("events")).hasSize(2);
        assertThat(api.get("/api/streams/" + UUID.randomUUID() + "/events").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/events?from=-1, from",
        "/events?from=x, from",
        "/events?key=k, key",
        "/events?naming=snake, naming",
        "/events?window=10, window",
        "/events?acknowledge=result, acknowledge",
        "%20/events, stream"
    })
    void badInputIsAProblem(String path, String field, Api api) throws Exception {
        assertProblem(
                400, "\"" + field + "\"", api.get("/api/streams/" + stream + path, "Accept", "text/event-stream"));
    }

    @Test
    void badHeadersAreProblemsToo(Api api) throws Exception {
        String[] stale = {"Accept", "text/event-stream", "Last-Event-ID", "1-2"};
        assertProblem(400, "\"Last-Event-ID\"", api.get(events, stale));
        String[] foreign = {"Accept", "text/event-stream", "Origin", "https://elsewhere.example.org"};
        assertProblem(403, "foreign-origin", api.get(events, foreign));
        assertProblem(404, "not-found", api.get(events + "/nothing", "Accept", "text/event-stream"));
    }

    @Test
    void whatIsArchivedIsGone(Api api) throws Exception {
        append(api, "1", 10);
        assertThat(api.postJson("/api/streams/" + stream + "/archive?below=7", "{\"reason\":\"room\"}")
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> gone = api.get(events, "Accept", "text/event-stream", "Last-Event-ID", "5");

        assertProblem(410, "events-archived", gone);
        assertThat(Api.object(gone).getInt("firstOffset")).isEqualTo(7);
        try (var client = new EventStream(api, events, "Last-Event-ID", "6")) {
            assertThat(offsets(client.events(3), "offset")).containsExactly(7L, 8L, 9L);
        }
    }

    private void append(Api api, String data, int count) throws Exception {
        List<String> batch = IntStream.range(0, count)
                .mapToObj(i -> "{\"type\":\"T\",\"data\":" + data + "}")
                .toList();
        HttpResponse<String> answer = api.postJson(events, "[" + String.join(",", batch) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static List<Long> offsets(List<JsonObject> received, String member) {
        return received.stream().map(e -> e.getJsonNumber(member).longValue()).toList();
    }

    private static void assertProblem(int status, String text, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(text);
    }
}
