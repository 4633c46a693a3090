package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictedStreamsTest {

    private static final ClientOrigin ADA = new ClientOrigin("ada", "");
    private static final ClientOrigin BOB = new ClientOrigin("bob", "");
    private static final ClientOrigin CLERK = new ClientOrigin("cleo", Set.of("clerks"), "", null);

    @Test
    void aRestrictedStreamIsForThoseNamedOnly() {
        StreamAccess access = access("pay-*:ada, pay-2:bob ,urn:audit:ada,");

        assertThat(access.admits(ADA, "pay-1")).isTrue();
        assertThat(access.admits(BOB, "pay-1")).isFalse();
        assertThat(access.admits(BOB, "pay-2")).isTrue();
        assertThat(access.admits(ADA, "pay-2")).isTrue();
        assertThat(access.admits(ClientOrigin.UNKNOWN, "pay-2")).isFalse();
        assertThat(access.admits(BOB, "urn:audit")).isFalse();
        assertThat(access.admits(ADA, "urn:audit")).isTrue();
        assertThat(access.admits(ClientOrigin.UNKNOWN, "urn:audits")).isTrue();
        assertThat(access.admits(ClientOrigin.UNKNOWN, "orders")).isTrue();
    }

    @Test
    void aStreamMayBeForAGroup() {
        StreamAccess access = access("pay-*:@clerks,pay-*:ada");

        assertThat(access.admits(CLERK, "pay-1")).isTrue();
        assertThat(access.admits(ADA, "pay-1")).isTrue();
        assertThat(access.admits(BOB, "pay-1")).isFalse();
        assertThat(access.admits(new ClientOrigin("@clerks", ""), "pay-1")).isFalse();
        assertThat(access.admits(new ClientOrigin("clerks", ""), "pay-1")).isFalse();
        assertThat(access.groups()).containsExactly("clerks");
    }

    @Test
    void withoutTheSettingEverybodyMayHaveEverything() {
        assertThat(RestrictedStreams.configured(name -> Optional.empty()).admits(ClientOrigin.UNKNOWN, "S"))
                .isTrue();
        assertThat(access(" ").admits(ClientOrigin.UNKNOWN, "S")).isTrue();
    }

    @Test
    void itsFormerNameIsTakenWhereTheNewOneIsNotSet() {
        var former = Map.of("headrace.hub.restricted-streams", "pay:ada");
        var both = Map.of("headrace.hub.restricted-streams", "pay:ada", "headrace.restricted-streams", "pay:bob");

        StreamAccess access = RestrictedStreams.configured(name -> Optional.ofNullable(former.get(name)));

        assertThat(access.admits(BOB, "pay")).isFalse();
        assertThatThrownBy(() -> RestrictedStreams.configured(name -> Optional.ofNullable(both.get(name))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("headrace.hub.restricted-streams: is called headrace.restricted-streams now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders:", ":ada", "or*ders:ada", "a b:ada", "orders:ada,x", "orders:@"})
    void whatIsIllegalIsNamed(String text) {
        assertThatThrownBy(() -> access(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("headrace.restricted-streams: ");
    }

    private static StreamAccess access(String text) {
        return RestrictedStreams.configured(
                name -> name.equals(RestrictedStreams.SETTING) ? Optional.of(text) : Optional.empty());
    }
}
