package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonSyntaxException;
import org.headrace.stream.NewEvent;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.request.UnreadableBodyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventsTest {

    private static final BodyLimits LIMITS = new BodyLimits(1_000, 1_000_000);

    @Test
    void readsOneEventWithAllItsFields() throws IOException {
        NewEvent event = only("{\"type\":\"UserAdded\",\"key\":\"u1\",\"data\":{ \"n\" : 1.0 },\"metadata\":{\"c\":1},"
                + "\"eventId\":\"0198C5A0-7b6e-7d3a-9f00-2b1f4c1f9a10\",\"occurredAt\":\"2026-01-31T12:00:00+01:00\"}");
        assertThat(event.type()).isEqualTo("UserAdded");
        assertThat(event.key()).isEqualTo("u1");
        assertThat(event.data()).hasToString("{ \"n\" : 1.0 }");
        assertThat(event.metadata()).hasToString("{\"c\":1}");
        assertThat(event.eventId()).isEqualTo(UUID.fromString("0198c5a0-7b6e-7d3a-9f00-2b1f4c1f9a10"));
        assertThat(event.occurredAt()).isEqualTo("2026-01-31T12:00:00+01:00");
    }

    @Test
    void nullForAnOptionalFieldIsAsIfItWereNotThere() throws IOException {
        assertThat(only("{\"type\":\"T\",\"data\":null,\"key\":null,\"metadata\":null,\"eventId\":null,"
                        + "\"occurredAt\":null}"))
                .isEqualTo(only("{\"type\":\"T\",\"data\":null}"));
    }

    @Test
    void readsAnArray() throws IOException {
        assertThat(read(" [ {\"type\":\"A\",\"data\":1} , {\"data\":{\"type\":\"x\"},\"type\":\"B\"} ] "))
                .extracting(NewEvent::type)
                .containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"T\",\"data\":1}", "[{\"type\":\"T\",\"data\":1}]"})
    void passesOverAByteOrderMark(String body) throws IOException {
        assertThat(read("\uFEFF" + body)).hasSize(1);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                                        | type,data
                    {"type":"T"}                                              | data
                    {"data":1}                                                | type
                    {"type":null,"data":1}                                    | type
                    {"type":5,"data":1}                                       | type
                    {"type":"","data":1}                                      | type
                    {"type":"  ","data":1}                                    | type
                    {"type":"a\\u0000","data":1}                              | type
                    {"type":"T","data":1,"key":""}                            | key
                    {"type":"T","data":1,"key":7}                             | key
                    {"type":"T","data":1,"key":"\\ud800"}                     | key
                    {"type":"T","data":1,"metadata":[]}                       | metadata
                    {"type":"T","data":1,"metadata":"{}"}                     | metadata
                    {"type":"T","data":1,"eventId":"1-1-1-1-1"}               | eventId
                    {"type":"T","data":1,"eventId":17}                        | eventId
                    {"type":"T","data":1,"occurredAt":"yesterday"}            | occurredAt
                    {"type":"T","data":1,"occurredAt":"2026-01-31T12:00:00"}  | occurredAt
                    {"type":"T","data":1,"occurredAt":1}                      | occurredAt
                    {"type":"T","data":1,"typ":"x"}                           | typ
                    {"eventType":"T","data":1}                                | eventType,type
                    {"type":"T","type":"T","data":1}                          | type
                    {"type":"T","data":1,"data":1}                            | data
                    {"type":"T","key":null,"key":"k","data":1}                | key
                    {"type":"T","data":1,"TYPE":"x"}                          | TYPE
                    {"typ\\u0065":"T","dat":1}                                | dat,data
                    5                                                         | body
                    "text"                                                    | body
                    null                                                      | body
                    []                                                        | body
                    [5]                                                       | [0]
                    [{"type":"T","data":1},{"type":"","data":1}]              | [1].type
                    [{"type":"T","data":1},{"type":"T"}]                      | [1].data
                    [{"type":"T","data":1},[]]                                | [1]
                    """)
    void namesTheFieldsThatAreWrong(String body, String fields) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(body))
                .satisfies(e -> assertThat(
                                e.violations().stream().map(Violation::field).collect(Collectors.joining(",")))
                        .isEqualTo(fields));
    }

    @Test
    void tellsHowEventTypeIsCalledHere() {
        assertThatThrownBy(() -> read("{\"eventType\":\"T\",\"data\":1}")).hasMessageContaining("use type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "\uFEFF"})
    void anEmptyBodyIsRefused(String body) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(body))
                .withMessageContaining("body: is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"type\":\"T\",\"data\":}",
                "{\"type\":\"T\",\"data\":1,}",
                "{\"type\":\"T\",\"data\":01}",
                "{\"type\":\"T\",\"data\":NaN}",
                "{'type':'T','data':1}",
                "{\"type\":\"T\",\"data\":1} x",
                "[{\"type\":\"T\",\"data\":1}",
                "[{\"type\":\"T\",\"data\":1},]",
                "{\"type\":\"T\",\"data\":\"\t\"}",
                "hello"
            })
    void whatIsNotJsonIsRefused(String body) {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> read(body));
    }

    @Test
    void malformedUtf8IsRefusedWithItsPlace() {
        byte[] body = "{\"type\":\"Té\",\"data\":1}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> JsonEvents.read(new ByteArrayInputStream(body), LIMITS, null))
                .withMessage("Malformed UTF-8 at byte 11");
    }

    @Test
    void aReplacementCharacterThatWasSentIsNotMalformed() throws IOException {
        assertThat(only("{\"type\":\"T\",\"data\":\"\uFFFD\"}").data()).hasToString("\"\uFFFD\"");
    }

    @Test
    void oneEventIsBoundedByItsOwnLimitAndAnArrayByTheLimitOfTheWhole() throws IOException {
        String large = "{\"type\":\"T\",\"data\":\"" + "x".repeat(900) + "\"}";
        assertThat(read(large)).hasSize(1);
        assertThat(read("[" + large + "," + large + "]")).hasSize(2);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("{\"type\":\"T\",\"data\":\"" + "x".repeat(1_000) + "\"}"))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read("[" + (large + ",").repeat(1_100) + large + "]"))
                .withMessageContaining("NDJSON")
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    @Test
    void anArrayHoldsNoMoreThanOneAppend() throws IOException {
        assertThat(read(arrayOf(10_000))).hasSize(10_000);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(arrayOf(10_001)))
                .withMessageContaining("NDJSON")
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    private static String arrayOf(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"type\":\"T\",\"data\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static NewEvent only(String body) throws IOException {
        List<NewEvent> events = read(body);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static List<NewEvent> read(String body) throws IOException {
        return JsonEvents.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), LIMITS, null);
    }
}
