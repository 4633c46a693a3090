package org.headrace.web.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonSyntaxException;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventHeadersTest {

    private static final Map<String, String> GOOD =
            Map.of("Ce-Specversion", "1.0", "CE-ID", "1", "ce-source", "/s", "ce-type", "T");

    @Test
    void attributesAreHeadersAndTheBodyIsTheData() {
        NewEvent event = read(
                Map.of("ce-subject", "k", "ce-time", "2026-01-31T12:00:00Z", "ce-tries", "3", "accept", "*/*"),
                "application/json; charset=utf-8",
                "{ \"a\" : 1.0 }");
        assertThat(event.key()).isEqualTo("k");
        assertThat(event.data()).hasToString("{ \"a\" : 1.0 }");
        assertThat(Sdk.told(Sdk.recorded(event)))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\",\"subject\":\"k\","
                        + "\"time\":\"2026-01-31T12:00:00Z\",\"datacontenttype\":\"application/json; charset=utf-8\","
                        + "\"tries\":\"3\",\"headraceoffset\":\"41\",\"data\":{ \"a\" : 1.0 }}");
    }

    @Test
    void otherDataIsBytesAndNoBodyIsNoData() {
        assertThat(Sdk.told(Sdk.recorded(read(Map.of(), "text/plain", "hi"))))
                .endsWith("\"datacontenttype\":\"text/plain\",\"headraceoffset\":\"41\",\"data_base64\":\"aGk=\"}");
        assertThat(Sdk.told(Sdk.recorded(read(Map.of(), null, "")))).endsWith(",\"headraceoffset\":\"41\"}");
        assertThat(read(Map.of(), null, "[1]").data()).hasToString("[1]");
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> read(Map.of(), "application/vnd.x+json", "[1"));
    }

    @ParameterizedTest
    @CsvSource({
        "Euro%20%E2%82%AC%20%F0%9F%98%80, Euro € 😀",
        "100%25, 100%",
        "\"quoted \\\" text\", quoted \" text",
        "plain text, plain text"
    })
    void valuesAreDecoded(String header, String subject) {
        assertThat(read(Map.of("ce-subject", header), null, "1").key()).isEqualTo(subject);
    }

    @ParameterizedTest
    @CsvSource({
        "ce-subject, %E2%82, ce-subject",
        "ce-subject, 100%, ce-subject",
        "ce-subject, %zz, ce-subject",
        "ce-subject, é, ce-subject",
        "ce-time, now, ce-time",
        "ce-specversion, 2.0, ce-specversion",
        "ce-my-ext, x, ce-my-ext",
        "ce-data, x, ce-data",
        "ce-datacontenttype, text/plain, ce-datacontenttype"
    })
    void namesTheHeaderThatIsWrong(String header, String value, String field) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(Map.of(header, value), null, "1"))
                .satisfies(e -> assertThat(
                                e.violations().stream().map(Violation::field).collect(Collectors.joining(",")))
                        .isEqualTo(field));
    }

    @Test
    void aHeaderThatIsSentTwiceIsWrong() {
        var headers = new HashMap<String, List<String>>();
        GOOD.forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("CE-ID", List.of("1", "2"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CloudEventHeaders.read(headers, null, new byte[0]))
                .withMessage("ce-id: is given twice");
    }

    @Test
    void oneOfTheRequiredHeadersTellsOfTheMode() {
        assertThat(CloudEventHeaders.areIn(Map.of("CE-Type", List.of("T")))).isTrue();
        assertThat(CloudEventHeaders.areIn(Map.of("content-type", List.of("application/json"))))
                .isFalse();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CloudEventHeaders.read(Map.of("ce-type", List.of("T")), null, new byte[0]))
                .withMessageContaining("ce-specversion: is missing")
                .withMessageContaining("ce-id: is missing")
                .withMessageContaining("ce-source: is missing");
    }

    private static NewEvent read(Map<String, String> more, @Nullable String contentType, String body) {
        var headers = new HashMap<String, List<String>>();
        GOOD.forEach((name, value) -> headers.put(name, List.of(value)));
        headers.keySet().removeIf(name -> more.keySet().stream().anyMatch(name::equalsIgnoreCase));
        more.forEach((name, value) -> headers.put(name, List.of(value)));
        return CloudEventHeaders.read(headers, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
