package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What goes over the wire, character by character: clients are strict. */
class MessagesTest {

    private static final RecordedEvent EVENT = new RecordedEvent(
            "S",
            3,
            new UUID(0, 1),
            "Added\"",
            null,
            JsonText.of("{ \"eventType\":1.50, \"é\":\"\\u0000\" }"),
            JsonText.of("{\"key\":\"m\"}"),
            "2026-01-31T12:00:00+01:00",
            Instant.parse("2026-01-31T11:00:00Z"));

    @Test
    void signalREvents() {
        assertThat(signalR(SignalRMessages.CAMEL.eventStart(EVENT) + SignalRMessages.CAMEL.eventEnd(2, null)))
                .isEqualTo(
                        "{\"type\":1,\"target\":\"EventReceived\",\"arguments\":[\"S\",{\"stream\":\"S\",\"offset\":3,"
                                + "\"position\":\"3\",\"eventId\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"eventType\":\"Added\\\"\",\"key\":null,"
                                + "\"data\":{ \"eventType\":1.50, \"é\":\"\\u0000\" },\"metadata\":{\"key\":\"m\"},"
                                + "\"occurredAt\":\"2026-01-31T12:00:00+01:00\",\"recordedAt\":\"2026-01-31T11:00:00Z\","
                                + "\"previous\":2}]}");
    }

    @Test
    void anEventThatIsToBeAnsweredHasAnIdAfterwards() {
        String start = SignalRMessages.CAMEL.eventStart(EVENT);

        assertThat(signalR(start + SignalRMessages.CAMEL.eventEnd(2, "e1-3")))
                .startsWith("{\"type\":1,\"target\":\"EventReceived\"")
                .endsWith("\"previous\":2}],\"invocationId\":\"e1-3\"}");
        assertThat(SignalRMessages.CAMEL.eventHead(start, "e1-3")).isEmpty();
    }

    @Test
    void onlyClientsOfSignalRAnswerEvents() {
        assertThat(SignalRMessages.CAMEL.asksForResults()).isTrue();
        assertThat(MessagePackMessages.CAMEL.asksForResults()).isTrue();
        assertThat(PlainMessages.CAMEL.asksForResults()).isFalse();
        assertThat(SseMessages.CAMEL.asksForResults()).isFalse();
    }

    @Test
    void pascalNamesTheEnvelopeOnly() {
        assertThat(signalR(SignalRMessages.PASCAL.eventStart(EVENT) + SignalRMessages.PASCAL.eventEnd(-1, null)))
                .isEqualTo(
                        "{\"type\":1,\"target\":\"EventReceived\",\"arguments\":[\"S\",{\"Stream\":\"S\",\"Offset\":3,"
                                + "\"Position\":\"3\",\"EventId\":\"00000000-0000-0000-0000-000000000001\","
                                + "\"EventType\":\"Added\\\"\",\"Key\":null,"
                                + "\"Data\":{ \"eventType\":1.50, \"é\":\"\\u0000\" },\"Metadata\":{\"key\":\"m\"},"
                                + "\"OccurredAt\":\"2026-01-31T12:00:00+01:00\",\"RecordedAt\":\"2026-01-31T11:00:00Z\","
                                + "\"Previous\":-1}]}");
    }

    @Test
    void aGapIsAMessageOfItsOwn() {
        assertThat(signalR(SignalRMessages.CAMEL.skipped("S", 3, 9_007_199_254_740_993L)))
                .isEqualTo("{\"type\":1,\"target\":\"EventsSkipped\",\"arguments\":[\"S\","
                        + "{\"from\":3,\"to\":9007199254740993}]}");
        assertThat(PlainMessages.CAMEL.skipped("S", 3, 5))
                .isEqualTo("{\"op\":\"skipped\",\"stream\":\"S\",\"from\":3,\"to\":5}");
        assertThat(SseMessages.CAMEL.skipped("S", 3, 5))
                .isEqualTo("id: 5\nevent: skipped\ndata: {\"from\":3,\"to\":5}\n\n");
    }

    @Test
    void signalRAnswersHaveNoNullMember() {
        SignalRMessages messages = SignalRMessages.CAMEL;

        assertThat(signalR(messages.completed("1\""))).isEqualTo("{\"type\":3,\"invocationId\":\"1\\\"\"}");
        assertThat(signalR(messages.refused("1", null, "no")))
                .isEqualTo("{\"type\":3,\"invocationId\":\"1\",\"error\":\"no\"}");
        assertThat(messages.completed(null)).isNull();
        assertThat(messages.refused(null, "S", "no")).isNull();
        assertThat(messages.subscriptionRefused("1", "S", "no"))
                .isEqualTo("{\"type\":1,\"target\":\"Error\",\"arguments\":[\"no\"]}\u001e"
                        + "{\"type\":3,\"invocationId\":\"1\",\"error\":\"no\"}\u001e");
        assertThat(signalR(messages.subscriptionRefused(null, null, "no")))
                .isEqualTo("{\"type\":1,\"target\":\"Error\",\"arguments\":[\"no\"]}");
        assertThat(signalR(messages.confirmed("S")))
                .isEqualTo("{\"type\":1,\"target\":\"SubscriptionConfirmed\",\"arguments\":[\"S\"]}");
        assertThat(signalR(messages.ping())).isEqualTo("{\"type\":6}");
        assertThat(signalR(messages.close("why", false))).isEqualTo("{\"type\":7,\"error\":\"why\"}");
        assertThat(signalR(messages.close("why", true)))
                .isEqualTo("{\"type\":7,\"error\":\"why\",\"allowReconnect\":true}");
        assertThat(signalR(SignalRMessages.handshakeFailed("a \"b\""))).isEqualTo("{\"error\":\"a \\\"b\\\"\"}");
        assertThat(signalR(SignalRMessages.HANDSHAKE_DONE)).isEqualTo("{}");
    }

    @Test
    void whatIsNumberedAndHowItIsTold() {
        SignalRMessages messages = SignalRMessages.CAMEL;

        assertThat(signalR(messages.received(300))).isEqualTo("{\"type\":8,\"sequenceId\":300}");
        assertThat(signalR(messages.continuesAt(1))).isEqualTo("{\"type\":9,\"sequenceId\":1}");
        assertThat(messages.numbered(messages.eventStart(EVENT) + messages.eventEnd(2, null)))
                .isEqualTo(1);
        assertThat(messages.numbered(messages.confirmed("S") + messages.subscriptionRefused("1", "S", "no")))
                .isEqualTo(3);
        assertThat(messages.numbered(messages.ping()
                        + messages.close("why", true)
                        + messages.received(1)
                        + messages.completed("1")
                        + messages.continuesAt(1)))
                .isEqualTo(1);
        assertThat(messages.numbered(SignalRMessages.HANDSHAKE_DONE)).isZero();
    }

    @Test
    void plainMessages() {
        PlainMessages messages = PlainMessages.CAMEL;

        assertThat(json(messages.eventStart(EVENT) + messages.eventEnd(2, null)))
                .startsWith("{\"op\":\"event\",\"stream\":\"S\",\"event\":{\"stream\":\"S\",\"offset\":3,")
                .endsWith(",\"previous\":2}}");
        assertThat(json(PlainMessages.PASCAL.eventStart(EVENT) + PlainMessages.PASCAL.eventEnd(2, null)))
                .startsWith("{\"op\":\"event\",\"stream\":\"S\",\"event\":{\"Stream\":\"S\",\"Offset\":3,")
                .endsWith(",\"Previous\":2}}");
        assertThat(json(messages.confirmed("S"))).isEqualTo("{\"op\":\"confirmed\",\"stream\":\"S\"}");
        assertThat(json(messages.refused(null, "S", "no")))
                .isEqualTo("{\"op\":\"error\",\"stream\":\"S\",\"message\":\"no\"}");
        assertThat(json(messages.subscriptionRefused(null, null, "no")))
                .isEqualTo("{\"op\":\"error\",\"message\":\"no\"}");
        assertThat(json(messages.close("why", false))).isEqualTo("{\"op\":\"error\",\"message\":\"why\"}");
        assertThat(json(messages.close("why", true)))
                .isEqualTo("{\"op\":\"error\",\"message\":\"why\",\"reconnect\":true}");
        assertThat(json(messages.ping())).isEqualTo("{\"op\":\"ping\"}");
        assertThat(messages.completed(null)).isNull();
        assertThat(messages.joins()).isFalse();
    }

    private static String signalR(String message) {
        assertThat(message).endsWith("\u001e").containsOnlyOnce("\u001e");
        return json(message.substring(0, message.length() - 1));
    }

    /** Valid JSON, and no member of ours but an event's key is null. */
    private static String json(String text) {
        assertThat(JsonText.of(text).isObject()).isTrue();
        assertThat(text.replaceFirst("\"[kK]ey\":null", "")).doesNotContain(":null");
        return text;
    }
}
