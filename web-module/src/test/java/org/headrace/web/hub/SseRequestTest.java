package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseRequestTest {

    @Test
    void theNextEventIsTheOneAfterTheLast() {
        assertThat(SseRequest.start("41", null)).isEqualTo(42);
        assertThat(SseRequest.start("-1", null)).isZero();
        assertThat(SseRequest.start(" 7 ", "3")).as("before the query").isEqualTo(8);
    }

    @Test
    void withoutALastEventTheQueryCounts() {
        assertThat(SseRequest.start(null, "3")).isEqualTo(3);
        assertThat(SseRequest.start("", "3")).isEqualTo(3);
        assertThat(SseRequest.start(null, null)).as("live").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "-2", "9223372036854775807", "9223372036854775808"})
    void aLastEventThatIsNoOffsetIsNamed(String id) {
        assertThatThrownBy(() -> SseRequest.start(id, "0"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Last-Event-ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "-1", "9223372036854775808"})
    void aPlaceThatIsNoOffsetIsNamed(String from) {
        assertThatThrownBy(() -> SseRequest.start(null, from))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("from");
    }
}
