package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.microsoft.signalr.HttpRequestException;
import com.microsoft.signalr.HubException;
import com.microsoft.signalr.TransportEnum;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.headrace.it.Api;
import org.headrace.it.ToItself;
import org.junit.jupiter.api.Test;

/** The hub as Microsoft's client for Java sees it, whatever server it calls. Of that client there is JSON only. */
public abstract class JavaClientContract {

    private static final String SUBSCRIBE = "SubscribeToStream";

    private final String stream = "Java-" + UUID.randomUUID();

    /** The server. */
    protected abstract Api api();

    @Test
    void callsAreCompletedAndWhatIsOnlySentIsNotAnswered() throws Exception {
        append(stream, "0");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.send("NoSuchMethod", 1);
            client.send(SUBSCRIBE);
            client.send(SUBSCRIBE, stream, 0);
            assertThat(client.offsets(stream, 1)).containsExactly(0L);

            client.invoke("Ack", stream, 0);
            client.invoke("UnsubscribeFromStream", stream);
            assertThat(client.errors()).hasSize(1);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void wrongCallsAreRefusedAndTheConnectionGoesOn() throws Exception {
        append(stream, "0");
        try (JavaClient client = JavaClient.of(api()).start()) {
            refused(client, "Unknown hub method NoSuchMethod", "NoSuchMethod", 1);
            refused(client, "SubscribeToStream takes", SUBSCRIBE);
            refused(client, "UnsubscribeFromStream takes", "UnsubscribeFromStream");
            refused(client, "streamName must be a string", SUBSCRIBE, 7, 0);
            refused(client, "must not be negative", SUBSCRIBE, stream, -1);
            refused(client, "whole number", SUBSCRIBE, stream, 0.5);
            refused(client, "streamName must be 1 to 200 characters", SUBSCRIBE, "no such name", 0);
            refused(client, "Not subscribed", "Ack", stream, 0);

            client.invoke(SUBSCRIBE, stream, 0);
            assertThat(client.offsets(stream, 1)).containsExactly(0L);
        }
    }

    private static void refused(JavaClient client, String why, String method, Object... arguments) {
        assertThatThrownBy(() -> client.invoke(method, arguments))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theConfirmationComesFirst() throws Exception {
        append(stream, "0", "1", "2");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.invoke(SUBSCRIBE, stream, 0);

            assertThat(client.offsets(stream, 3)).containsExactly(0L, 1L, 2L);
            String event = "event of " + stream;
            assertThat(client.order()).containsExactly("confirmed " + stream, event, event, event);
        }
    }

    @Test
    void negotiationMayBeSkipped() throws Exception {
        append(stream, "0");
        try (JavaClient client = JavaClient.of(api(), "", b -> b.withTransport(TransportEnum.WEBSOCKETS)
                        .shouldSkipNegotiate(true))
                .start()) {
            client.invoke(SUBSCRIBE, stream, 0);

            assertThat(client.offsets(stream, 1)).containsExactly(0L);
        }
    }

    @Test
    void catchesUpWhileOthersAppendWithoutAGapOrASecondTime() throws Exception {
        append(stream, IntStream.range(0, 300).mapToObj(Integer::toString).toArray(String[]::new));
        try (JavaClient client = JavaClient.of(api()).start()) {
            List<CompletableFuture<Void>> writing = List.of(writer(), writer());
            client.invoke(SUBSCRIBE, stream, 100);
            assertThat(writing).as("appending goes on").anyMatch(w -> !w.isDone());
            writing.forEach(CompletableFuture::join);

            assertThat(client.offsets(stream, 500))
                    .isEqualTo(LongStream.range(100, 600).boxed().toList());
            assertThat(client.events(500).stream()
                            .map(e -> e.get("previous").getAsLong())
                            .toList())
                    .isEqualTo(LongStream.concat(LongStream.of(-1), LongStream.range(100, 599))
                            .boxed()
                            .toList());
        }
    }

    private CompletableFuture<Void> writer() {
        return CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 50; i++) {
                    append(stream, "1", "2", "3");
                }
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void aConnectionHasSeveralSubscriptionsAndEndingOneLeavesTheOthers() throws Exception {
        String other = stream + "-other";
        append(stream, "0", "1");
        append(other, "0");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.invoke(SUBSCRIBE, stream, 0);
            client.invoke(SUBSCRIBE, other, 0);
            append(other, "1");
            assertThat(client.offsets(stream, 2)).containsExactly(0L, 1L);
            assertThat(client.offsets(other, 2)).containsExactly(0L, 1L);

            client.invoke("UnsubscribeFromStream", stream);
            append(stream, "2");
            append(other, "2");
            client.offsets(other, 3);
            append(other, "3");
            assertThat(client.offsets(other, 4)).containsExactly(0L, 1L, 2L, 3L);
            assertThat(client.offsets(stream, 2)).containsExactly(0L, 1L);
        }
    }

    @Test
    void withoutAnOffsetOnlyWhatComesLaterIsReceived() throws Exception {
        String fresh = stream + "-fresh";
        append(stream, "0", "1");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.invoke(SUBSCRIBE, stream);
            client.invoke(SUBSCRIBE, fresh, null);
            append(stream, "2");
            append(fresh, "0");

            assertThat(client.offsets(stream, 1)).containsExactly(2L);
            assertThat(client.offsets(fresh, 1)).containsExactly(0L);
        }
    }

    @Test
    void largeAndOddEventsArriveAsTheyWereAppended() throws Exception {
        String odd = "{\"text\":\"é€😀\\u2028 \\\"quoted\\\" \\\\ \\u001e\\u0000\",\"ключ\":[1.1,null,true]}";
        append(stream, odd);
        append(stream, "\"" + "x".repeat(1_000_000) + "\"");
        append(stream, "\"after\"");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.invoke(SUBSCRIBE, stream, 0);

            List<JsonObject> events = client.events(3);
            JsonObject data = events.get(0).getAsJsonObject("data");
            assertThat(data.get("text").getAsString()).isEqualTo("é€😀\u2028 \"quoted\" \\ \u001e\u0000");
            assertThat(data.getAsJsonArray("ключ")).hasToString("[1.1,null,true]");
            assertThat(events.get(1).get("data").getAsString()).hasSize(1_000_000);
            assertThat(events.get(2).get("data").getAsString()).isEqualTo("after");
        }
    }

    @Test
    void pascalNamesTheEnvelopeAndLeavesTheDataAlone() throws Exception {
        append(stream, "{\"firstName\":\"Ada\"}");
        try (JavaClient client = JavaClient.of(api(), "?naming=pascal", b -> b).start()) {
            client.invoke(SUBSCRIBE, stream, 0);

            JsonObject event = client.events(1).get(0);
            assertThat(event.keySet())
                    .isEqualTo(Set.of(
                            "Stream",
                            "Offset",
                            "Position",
                            "EventId",
                            "EventType",
                            "Key",
                            "Data",
                            "Metadata",
                            "RecordedAt",
                            "Previous"));
            assertThat(event.get("Data")).hasToString("{\"firstName\":\"Ada\"}");
        }
    }

    @Test
    void aConnectionMayBeStartedAgainAndGoesOnWhereItWas() throws Exception {
        append(stream, "0", "1");
        try (JavaClient client = JavaClient.of(api()).start()) {
            client.invoke(SUBSCRIBE, stream, 0);
            client.offsets(stream, 2);
            client.stop();
            append(stream, "2");
            client.start();
            client.invoke(SUBSCRIBE, stream, 2);

            assertThat(client.offsets(stream, 3)).containsExactly(0L, 1L, 2L);
        }
    }

    /** Others' connections may come to their end meanwhile: then it counts again. */
    @Test
    @ToItself
    void nothingIsLeftOfAClientThatHasStopped() {
        JavaClient.until(() -> {
            List<Integer> before = counts();
            try (JavaClient client = JavaClient.of(api()).start()) {
                client.invoke(SUBSCRIBE, stream, 0);
                client.invoke(SUBSCRIBE, stream + "-other");
                List<Integer> during = counts();
                client.stop();
                JavaClient.until(() -> counts().get(0) <= before.get(0));
                return during.equals(List.of(before.get(0) + 1, before.get(1) + 2, before.get(2) + 2))
                        && counts().equals(before);
            }
        });
    }

    private List<Integer> counts() throws Exception {
        var counts = api().getObject("/api/hub");
        return List.of(counts.getInt("connections"), counts.getInt("streams"), counts.getInt("subscriptions"));
    }

    @Test
    void otherOriginsAreNotLetIn() {
        try (JavaClient client = JavaClient.of(api(), "", b -> b.withHeader("Origin", "https://evil.example"))) {
            assertThatThrownBy(client::start)
                    .isInstanceOf(HttpRequestException.class)
                    .hasMessageContaining("403");
        }
    }

    private void append(String to, String... data) throws Exception {
        List<String> events = List.of(data).stream()
                .map(d -> "{\"type\":\"T\",\"data\":" + d + "}")
                .toList();
        var answer = api().postJson("/api/streams/" + to + "/events", "[" + String.join(",", events) + "]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
