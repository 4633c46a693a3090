package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.Window;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionMembersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 10_000})
    void aWindowHasSoManyEvents(int events) {
        assertThat(read("{\"window\":" + events + "}").window()).isEqualTo(Window.of(events));
    }

    @Test
    void thereNeedNotBeOne() {
        assertThat(read("{\"window\":null}").window()).isEqualTo(Window.NONE);
        assertThat(read("{}")).isEqualTo(SubscriptionOptions.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "1.5", "\"10\"", "true", "[]", "{}", "99999999999999999999"})
    void otherWindowsAreRefused(String window) {
        assertThatThrownBy(() -> read("{\"window\":" + window + "}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("window")
                .hasMessageContaining("must be a whole number from 1 to 10000, or absent");
    }

    @Test
    void resultsAcknowledgeWhereTheyAreAskedFor() {
        assertThat(read("{\"window\":10,\"acknowledge\":\"result\"}").window()).isEqualTo(new Window(10, true));
        assertThat(read("{\"window\":10,\"acknowledge\":\"ack\"}").window()).isEqualTo(Window.of(10));
        assertThat(read("{\"acknowledge\":\"ack\"}").window()).isEqualTo(Window.NONE);
        assertThat(read("{\"acknowledge\":null}").window()).isEqualTo(Window.NONE);
    }

    @Test
    void resultsNeedAWindow() {
        assertThatThrownBy(() -> read("{\"acknowledge\":\"result\"}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("acknowledge")
                .hasMessageContaining("only with a window: add one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"results\"", "true", "1", "{}"})
    void thereIsNoOtherWayToAcknowledge(String by) {
        assertThatThrownBy(() -> read("{\"window\":10,\"acknowledge\":" + by + "}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("acknowledge")
                .hasMessageContaining("must be \"ack\" or \"result\"");
    }

    private static SubscriptionOptions read(String json) {
        return OptionMembers.of(JsonMembers.of(json), Set.of());
    }
}
