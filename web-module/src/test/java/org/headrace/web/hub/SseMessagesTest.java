package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

class SseMessagesTest {

    private static final RecordedEvent EVENT = new RecordedEvent(
            "S",
            3,
            new UUID(0, 1),
            "Ad\nded",
            "k",
            JsonText.of("{\r\n\t\"n\": 1.50,\n\"é\":\"\\n\" }"),
            JsonText.of("{\n}"),
            null,
            Instant.parse("2026-01-31T11:00:00Z"));

    @Test
    void anEventIsItsOffsetAndOneLineOfJson() {
        assertThat(SseMessages.CAMEL.eventStart(EVENT) + SseMessages.CAMEL.eventEnd(2, null))
                .isEqualTo("id: 3\ndata: {\"stream\":\"S\",\"offset\":3,\"position\":\"3\","
                        + "\"eventId\":\"00000000-0000-0000-0000-000000000001\",\"eventType\":\"Ad\\nded\","
                        + "\"key\":\"k\",\"data\":{  \t\"n\": 1.50, \"é\":\"\\n\" },\"metadata\":{ },"
                        + "\"recordedAt\":\"2026-01-31T11:00:00Z\",\"previous\":2}\n\n");
    }

    @Test
    void pascalNamesTheEnvelopeOnly() {
        assertThat(SseMessages.PASCAL.eventStart(EVENT) + SseMessages.PASCAL.eventEnd(-1, null))
                .startsWith("id: 3\ndata: {\"Stream\":\"S\",\"Offset\":3,")
                .contains("\"Data\":{  \t\"n\": 1.50,")
                .endsWith(",\"Previous\":-1}\n\n");
    }

    @Test
    void theConfirmationIsAPlaceToComeBackTo() {
        assertThat(SseMessages.CAMEL.confirmed("S", 8)).isEqualTo(": subscribed to S\nid: 7\n\n");
        assertThat(SseMessages.CAMEL.confirmed("S", 0)).isEqualTo(": subscribed to S\nid: -1\n\n");
    }

    @Test
    void everythingElseIsNoEventOfTheLog() {
        assertThat(SseMessages.CAMEL.ping()).isEqualTo(": ping\n\n");
        assertThat(SseMessages.CAMEL.close("a \"b\"\nc", true))
                .isEqualTo("event: end\ndata: {\"reason\":\"a \\\"b\\\"\\nc\"}\n\n");
        assertThat(SseMessages.CAMEL.completed("1")).isNull();
    }
}
