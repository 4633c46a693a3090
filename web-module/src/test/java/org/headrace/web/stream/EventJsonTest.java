package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final UUID ID = UUID.fromString("0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10");
    private static final Instant RECORDED = Instant.parse("2026-01-31T11:00:00.123456Z");

    @Test
    void writesTheShapeThatClientsRelyOn() {
        assertThat(json(event("user-1", "{\"a\":1}", "2026-01-31T12:00:00+01:00")))
                .isEqualTo("{\"stream\":\"UserWorkflow\",\"offset\":9007199254740993,"
                        + "\"position\":\"9007199254740993\",\"eventId\":\"0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10\","
                        + "\"eventType\":\"UserAdded\",\"key\":\"user-1\",\"data\":{\"a\":1},"
                        + "\"metadata\":{\"correlationId\":\"c\"},\"occurredAt\":\"2026-01-31T12:00:00+01:00\","
                        + "\"recordedAt\":\"2026-01-31T11:00:00.123456Z\"}");
    }

    @Test
    void aMissingKeyIsNullAndAMissingTimeIsAbsent() {
        assertThat(json(event(null, "1", null))).contains("\"key\":null,").doesNotContain("occurredAt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":2,\"b\":3}",
                "{ \"spaced\" : [ 1 , 2 ] }",
                "1.10",
                "1e400",
                "-0",
                "123456789012345678901234567890",
                "\"\\u0000 \\u00e9 \\/ é € 😀\"",
                "null",
                "[]",
                "{\"line\":\"a\\nb\"}"
            })
    void dataComesBackAsTheTextThatWasAppended(String data) {
        assertThat(json(event("k", data, null))).contains(",\"data\":" + data + ",\"metadata\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote\"", "back\\slash", "é€😀", "slash/", "<script>"})
    void keysAreEscapedAsJsonDemandsAndNoMore(String key) {
        assertThat(keyOf(json(event(key, "{}", null)))).isEqualTo(key);
    }

    @Test
    void aPageIsOneObjectHoweverManyPiecesItIsWrittenIn() throws IOException {
        RecordedEvent large = event("k", "\"" + "😀".repeat(20_000) + "\"", null);
        var out = new ByteArrayOutputStream();
        EventPageJson.of(new EventPage("UserWorkflow", List.of(large, large, large), 3, 7))
                .write(out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(JsonText.of(text).isObject()).isTrue();
        assertThat(text)
                .startsWith("{\"stream\":\"UserWorkflow\",\"events\":[{\"stream\":")
                .endsWith("],\"nextOffset\":3,\"head\":7}")
                .contains(json(large) + "," + json(large));
    }

    @Test
    void anEmptyPageHasNoEvents() throws IOException {
        var out = new ByteArrayOutputStream();
        EventPageJson.of(new EventPage("S", List.of(), 5, 4)).write(out);
        assertThat(out).hasToString("{\"stream\":\"S\",\"events\":[],\"nextOffset\":5,\"head\":4}");
    }

    private static String json(RecordedEvent event) {
        String text = EventJson.append(new StringBuilder(), event).toString();
        assertThat(JsonText.of(text).text()).isEqualTo(text);
        return text;
    }

    private static String keyOf(String json) {
        var in = new JsonScanner(json);
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonText value = in.value();
            if (name.equals("key")) {
                return JsonScanner.unquote(value);
            }
        }
        throw new AssertionError("no key in " + json);
    }

    private static RecordedEvent event(@Nullable String key, String data, @Nullable String occurredAt) {
        return new RecordedEvent(
                "UserWorkflow",
                9007199254740993L,
                ID,
                "UserAdded",
                key,
                JsonText.of(data),
                JsonText.of("{\"correlationId\":\"c\"}"),
                occurredAt,
                RECORDED);
    }
}
