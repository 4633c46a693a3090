package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.headrace.web.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {

    @ParameterizedTest
    @CsvSource({
        "application/json, JSON",
        "Application/JSON, JSON",
        "application/x-ndjson, NDJSON",
        "application/ndjson, NDJSON",
        "application/jsonlines, NDJSON"
    })
    void isToldByTheMediaType(String type, BodyFormat format) {
        assertThat(BodyFormat.of(type, Map.of(), false)).isEqualTo(format);
        assertThat(BodyFormat.of(type, Map.of("Charset", "utf-8"), false)).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json", "*/*"})
    void othersAreRefusedNamingThoseThatAreRead(String type) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> BodyFormat.of(type, Map.of(), false))
                .withMessageContaining("application/json")
                .withMessageContaining("application/x-ndjson")
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(415));
    }

    @Test
    void otherCharsetsAreRefused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> BodyFormat.of("application/json", Map.of("charset", "iso-8859-1"), false))
                .withMessageContaining("iso-8859-1")
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(415));
    }

    @Test
    void aMissingTypeIsRefused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> BodyFormat.of(null, false))
                .withMessageContaining("Content-Type is missing");
    }
}
