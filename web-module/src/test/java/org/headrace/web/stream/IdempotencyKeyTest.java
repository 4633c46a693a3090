package org.headrace.web.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void withoutTheHeaderThereIsNone() {
        assertThat(IdempotencyKey.of(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8e03978e-40d5-43dd-bc93-6894a57f9324",
                "8E03978E-40D5-43DD-BC93-6894A57F9324",
                " \"8e03978e-40d5-43dd-bc93-6894a57f9324\" "
            })
    void aUuidIsTheEventsIdAsItIs(String header) {
        assertThat(key(header).ofSingleEvent()).isEqualTo(UUID.fromString("8e03978e-40d5-43dd-bc93-6894a57f9324"));
    }

    @Test
    void anyOtherKeyIsNamedByVersion5() {
        UUID id = key("order-17").ofSingleEvent();
        assertThat(id)
                .isEqualTo(key("order-17").ofSingleEvent())
                .isNotEqualTo(key("order-18").ofSingleEvent());
        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }

    /** Computed by another implementation: Python's {@code uuid.uuid5}. */
    @Test
    void theNamesAreThoseOfTheStandard() {
        assertThat(key("order-17").ofSingleEvent()).hasToString("8b40305e-de69-53e9-a462-806a27cffe2f");
        assertThat(key("order-17").ofEvent(3)).hasToString("2f3fc119-c12b-53f1-8e25-3f1cf997eaec");
    }

    @Test
    void eachEventOfARequestHasItsOwn() {
        IdempotencyKey key = key("8e03978e-40d5-43dd-bc93-6894a57f9324");
        assertThat(key.ofEvent(0)).isNotEqualTo(key.ofEvent(1)).isNotEqualTo(key.ofSingleEvent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\""})
    void anEmptyKeyIsRefused(String header) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> IdempotencyKey.of(header))
                .withMessageContaining("Idempotency-Key");
    }

    @Test
    void anOverlongKeyIsRefused() {
        assertThat(IdempotencyKey.of("x".repeat(255))).isNotNull();
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> IdempotencyKey.of("x".repeat(256)));
    }

    private static IdempotencyKey key(String header) {
        return Objects.requireNonNull(IdempotencyKey.of(header));
    }
}
