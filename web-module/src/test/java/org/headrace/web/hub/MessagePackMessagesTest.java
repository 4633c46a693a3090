package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;

/** What goes over the wire, byte by byte, or read back by the library. */
class MessagePackMessagesTest {

    private static final MessagePackMessages MESSAGES = MessagePackMessages.CAMEL;

    @Test
    void answersHaveTheShapesOfTheProtocol() throws Exception {
        assertThat(hex(MESSAGES.ping())).isEqualTo("029106");
        assertThat(one(MESSAGES.completed("é"))).hasToString("[3,{},\"é\",2]");
        assertThat(one(MESSAGES.refused("1", null, "no"))).hasToString("[3,{},\"1\",1,\"no\"]");
        assertThat(MESSAGES.completed(null)).isNull();
        assertThat(MESSAGES.refused(null, "S", "no")).isNull();
        assertThat(read(MESSAGES.subscriptionRefused("1", "S", "no")))
                .extracting(Value::toString)
                .containsExactly("[1,{},null,\"Error\",[\"no\"],[]]", "[3,{},\"1\",1,\"no\"]");
        assertThat(one(MESSAGES.subscriptionRefused(null, null, "no")))
                .hasToString("[1,{},null,\"Error\",[\"no\"],[]]");
        assertThat(one(MESSAGES.confirmed("S"))).hasToString("[1,{},null,\"SubscriptionConfirmed\",[\"S\"],[]]");
        assertThat(one(MESSAGES.skipped("S", 3, 5)))
                .hasToString("[1,{},null,\"EventsSkipped\",[\"S\",{\"from\":3,\"to\":5}],[]]");
        assertThat(one(MESSAGES.close("why", false))).hasToString("[7,\"why\",false]");
        assertThat(one(MESSAGES.close("why", true))).hasToString("[7,\"why\",true]");
        assertThat(MESSAGES.joins()).isTrue();
        assertThat(MESSAGES.clientsPing()).isTrue();
    }

    @Test
    void whatIsNumberedAndHowItIsTold() throws Exception {
        assertThat(one(MESSAGES.received(300))).hasToString("[8,300]");
        assertThat(one(MESSAGES.continuesAt(1))).hasToString("[9,1]");
        RecordedEvent event = event(null, "1", null);
        String start = MESSAGES.eventStart(event);
        assertThat(MESSAGES.numbered(MESSAGES.eventHead(start, null) + start + MESSAGES.eventEnd(2, null)))
                .isEqualTo(1);
        assertThat(MESSAGES.numbered(MESSAGES.confirmed("S") + MESSAGES.subscriptionRefused("1", "S", "no")))
                .isEqualTo(3);
        assertThat(MESSAGES.numbered(MESSAGES.ping()
                        + MESSAGES.close("why", true)
                        + MESSAGES.received(1)
                        + MESSAGES.completed("1")
                        + MESSAGES.continuesAt(1)))
                .isEqualTo(1);
        assertThat(MESSAGES.numbered(SignalRMessages.HANDSHAKE_DONE)).isZero();
    }

    @Test
    void anEvent() throws Exception {
        RecordedEvent event = event(null, "{ \"eventType\":1.50, \"é\":[true,null] }", null);

        assertThat(one(whole(MESSAGES.eventStart(event), 2, null)))
                .hasToString("[1,{},null,\"EventReceived\",[\"S\",{\"stream\":\"S\",\"offset\":3,\"position\":\"3\","
                        + "\"eventId\":\"00000000-0000-0000-0000-000000000001\",\"eventType\":\"Added\",\"key\":null,"
                        + "\"data\":{\"eventType\":1.5,\"é\":[true,null]},\"metadata\":{\"key\":\"m\"},"
                        + "\"recordedAt\":\"2026-01-31T11:00:00Z\",\"previous\":2}],[]]");
    }

    @Test
    void anEventThatIsToBeAnsweredHasItsIdBeforeWhatAllHave() throws Exception {
        RecordedEvent event = event(null, "1", null);
        String longest = "e" + "9".repeat(18) + "-" + "9".repeat(18);

        for (String id : List.of("e1-3", longest)) {
            String answered = one(whole(MESSAGES.eventStart(event), 2, id)).toString();
            String unanswered = one(whole(MESSAGES.eventStart(event), 2, null)).toString();
            assertThat(answered).isEqualTo(unanswered.replaceFirst("null", "\"" + id + "\""));
        }
    }

    @Test
    void pascalNamesTheEnvelopeOnly() throws Exception {
        RecordedEvent event = event("k", "{\"eventType\":{\"data\":1}}", "2026-01-31T12:00:00+01:00");

        String start = MessagePackMessages.PASCAL.eventStart(event);
        assertThat(one(whole(start, -1, null)))
                .hasToString("[1,{},null,\"EventReceived\",[\"S\",{\"Stream\":\"S\",\"Offset\":3,\"Position\":\"3\","
                        + "\"EventId\":\"00000000-0000-0000-0000-000000000001\",\"EventType\":\"Added\",\"Key\":\"k\","
                        + "\"Data\":{\"eventType\":{\"data\":1}},\"Metadata\":{\"key\":\"m\"},"
                        + "\"OccurredAt\":\"2026-01-31T12:00:00+01:00\","
                        + "\"RecordedAt\":\"2026-01-31T11:00:00Z\",\"Previous\":-1}],[]]");
    }

    @Test
    void theLengthIsRightWhateverTheOffsetBefore() throws Exception {
        for (int size : new int[] {0, 1, 100, 16_000, 70_000, 1_000_000}) {
            String start = MESSAGES.eventStart(event(null, "\"" + "x".repeat(size) + "\"", null));
            for (long previous : new long[] {-1, 0, 127, 128, 1L << 32, Long.MAX_VALUE}) {
                assertThat(one(whole(start, previous, null)).toString())
                        .endsWith("\"previous\":" + previous + "}],[]]");
                assertThat(one(whole(start, previous, "e1-3")).toString()).startsWith("[1,{},\"e1-3\",");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 00",
                "-1 | ff",
                "127 | 7f",
                "128 | cc80",
                "9007199254740993 | cf0020000000000001",
                "9223372036854775807 | cf7fffffffffffffff",
                "-9223372036854775808 | d38000000000000000",
                "9223372036854775808 | cb43e0000000000000",
                "-9223372036854775809 | cbc3e0000000000000",
                "18446744073709551615 | cb43f0000000000000",
                "-0 | cb8000000000000000",
                "1.0 | cb3ff0000000000000",
                "1e2 | cb4059000000000000",
                "0.1 | cb3fb999999999999a",
                "0.1000000000000000055511151231257827 | cb3fb999999999999a",
                "1e400 | cb7ff0000000000000",
                "-1e400 | cbfff0000000000000",
                "1e-400 | cb0000000000000000",
                "true | c3",
                "false | c2",
                "null | c0",
                "\"\" | a0",
                "\"\\u0000\\ud83d\\ude00\" | a500f09f9880",
                "\"\\ud83d\" | a13f",
                "[] | 90",
                "{} | 80",
                "[[{}], [ ]] | 92918090",
                "{ \"a\" : {\"b\":[1 , 2]}, \"a\":3} | 82a16181a162920102a16103"
            })
    void jsonAsMessagePack(String json, String packed) throws Exception {
        try (var out = MessagePack.newDefaultBufferPacker()) {
            out.packValue(JsonValues.of(JsonText.of(json)));
            assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(packed);
        }
    }

    @Test
    void theDeepestJsonThereIs() {
        String json = "[".repeat(512) + "]".repeat(512);

        assertThat(JsonValues.of(JsonText.of(json))).hasToString(json);
    }

    private static String whole(String start, long previous, @Nullable String resultId) {
        return MESSAGES.eventHead(start, resultId) + start + MESSAGES.eventEnd(previous, resultId);
    }

    private static RecordedEvent event(@Nullable String key, String data, @Nullable String occurredAt) {
        return new RecordedEvent(
                "S",
                3,
                new UUID(0, 1),
                "Added",
                key,
                JsonText.of(data),
                JsonText.of("{\"key\":\"m\"}"),
                occurredAt,
                Instant.parse("2026-01-31T11:00:00Z"));
    }

    private static String hex(String message) {
        return HexFormat.of().formatHex(ByteText.bytes(message));
    }

    private static Value one(@Nullable String message) throws Exception {
        List<Value> values = read(message);
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    /** By the length before each, and nothing is left of any. */
    private static List<Value> read(@Nullable String messages) throws Exception {
        List<Value> values = new ArrayList<>();
        for (byte[] record : LengthPrefix.records(ByteText.bytes(messages))) {
            try (var in = MessagePack.newDefaultUnpacker(record)) {
                values.add(in.unpackValue());
                assertThat(in.hasNext()).isFalse();
            }
        }
        return values;
    }
}
