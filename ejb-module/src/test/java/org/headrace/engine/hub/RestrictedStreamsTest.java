package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedStreamsTest {

    private static final ClientOrigin ADA = new ClientOrigin("ada", "");
    private static final ClientOrigin BOB = new ClientOrigin("bob", "");

    @Test
    void aRestrictedStreamIsForThoseNamedOnly() {
        StreamAccess access = RestrictedStreams.of(Optional.of("pay-*:ada, pay-2:bob ,urn:audit:ada,"));

        assertThat(access.mayRead(ADA, "pay-1")).isTrue();
        assertThat(access.mayRead(BOB, "pay-1")).isFalse();
        assertThat(access.mayRead(BOB, "pay-2")).isTrue();
        assertThat(access.mayRead(ADA, "pay-2")).isTrue();
        assertThat(access.mayRead(ClientOrigin.UNKNOWN, "pay-2")).isFalse();
        assertThat(access.mayRead(BOB, "urn:audit")).isFalse();
        assertThat(access.mayRead(ADA, "urn:audit")).isTrue();
        assertThat(access.mayRead(ClientOrigin.UNKNOWN, "urn:audits")).isTrue();
        assertThat(access.mayRead(ClientOrigin.UNKNOWN, "orders")).isTrue();
    }

    @Test
    void withoutTheSettingEverybodyMayReadEverything() {
        assertThat(RestrictedStreams.of(Optional.empty()).mayRead(ClientOrigin.UNKNOWN, "S"))
                .isTrue();
        assertThat(RestrictedStreams.of(Optional.of(" ")).mayRead(ClientOrigin.UNKNOWN, "S"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders:", ":ada", "or*ders:ada", "a b:ada", "orders:ada,x"})
    void whatIsIllegalIsNamed(String text) {
        assertThatThrownBy(() -> RestrictedStreams.of(Optional.of(text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("headrace.hub.restricted-streams: ");
    }
}
