package org.headrace.web.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonSyntaxException;
import org.headrace.saga.SagaData;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.request.UnreadableBodyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartBodyTest {

    @Test
    void isTheDataOfTheSagaWithItsValuesAsSent() throws IOException {
        assertThat(read(" {\"orderId\":\"é\", \"amount\" : 99.980 }\n"))
                .hasToString("{\"orderId\":\"é\",\"amount\":99.980}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t", "{}"})
    void mayBeEmpty(String body) throws IOException {
        assertThat(read(body)).isEqualTo(SagaData.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\"", "null", "[{}]"})
    void mustBeAnObject(String body) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(body))
                .withMessageStartingWith("body: must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":}", "{\"a\":01}", "{} {}", "{\"a\":\"\\ud83d", "{\"a\":1,}", "x"})
    void mustBeJson(String body) {
        assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> read(body));
    }

    @Test
    void namesTheValueThatPostgresqlCannotKeep() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read("{\"name\":{\"first\":\"\\u0000\"}}"))
                .withMessageStartingWith("name: ");
    }

    @Test
    void malformedUtf8IsRefusedWithItsPlace() {
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> read("{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1), null))
                .withMessage("Malformed UTF-8 at byte 7");
    }

    @Test
    void isBounded() throws IOException {
        String almost = "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}";
        assertThat(read(almost).has("a")).isTrue();
        assertTooLarge((almost + " ").getBytes(StandardCharsets.UTF_8), null);
    }

    @Test
    void isDecodedAndThenBounded() throws IOException {
        assertThat(read(gzip("{\"a\":1}"), "gzip")).isEqualTo(SagaData.of("a", 1));
        byte[] bomb = gzip("{\"a\":\"" + "x".repeat(50_000_000) + "\"}");
        assertThat(bomb).hasSizeLessThan(100_000);
        assertTooLarge(bomb, "gzip");
    }

    private static void assertTooLarge(byte[] body, @Nullable String encoding) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(body, encoding))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(413));
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static SagaData read(String body) throws IOException {
        return read(body.getBytes(StandardCharsets.UTF_8), null);
    }

    private static SagaData read(byte[] body, @Nullable String encoding) throws IOException {
        return StartBody.read(new ByteArrayInputStream(body), encoding);
    }
}
