package org.headrace.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "007, 7", "1000, 1000", "1001, 1000", "5000, 1000", "99999999999999999999, 1000"})
    void aLimitIsClamped(String text, int limit) {
        assertThat(Numbers.limit(text)).isEqualTo(limit);
    }

    @Test
    void whatIsNotToldHasADefault() {
        assertThat(Numbers.limit(null)).isEqualTo(100);
        assertThat(Numbers.from(null)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "-1", "+1", "1.0", "1e3", "ten", " 1", "١"})
    void aLimitThatIsNoneIsRefused(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Numbers.limit(text))
                .withMessageStartingWith("limit: ");
    }

    @Test
    void anOffsetMayBeAsLargeAsALong() {
        assertThat(Numbers.from("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Numbers.offset("expectedOffset", "-1")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "-x", "x", "1.5", "9223372036854775808", "99999999999999999999", "--1"})
    void anOffsetToReadFromThatIsNoneIsRefused(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Numbers.from(text))
                .withMessageStartingWith("from: ");
    }
}
