package org.headrace.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonBodyTest {

    @Test
    void givesTheReason() throws IOException {
        assertThat(read("{\"reason\":\"planned \\\"work\\\"\"}")).isEqualTo("planned \"work\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "{\"reason\":null}"})
    void needsNone(String body) throws IOException {
        assertThat(read(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                      | body",
                "\"x\"                   | body",
                "{\"reason\":1}          | reason",
                "{\"reason\":\"a\\nb\"}  | reason",
                "{\"why\":\"x\"}         | why"
            })
    void namesWhatIsWrong(String body, String field) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(body))
                .withMessageStartingWith(field + ": ");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> read("{\"reason\":\"" + "x".repeat(1_001) + "\"}"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> read(" ".repeat(20_000))).hasMessageContaining("at most");
        assertThatThrownBy(() -> read("{")).isInstanceOf(JsonSyntaxException.class);
    }

    private static String read(String body) throws IOException {
        return ReasonBody.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
