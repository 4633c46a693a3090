package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.WhenSlow;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of a subscription, as members of an object and as parameters of a query. */
class OptionsTest {

    @Test
    void asMembers() {
        assertThat(members("{\"eventTypes\":[\"A\",\"B\"],\"keys\":[\"a,b\"],\"whenSlow\":\"conflate\",\"maxLag\":7}"))
                .isEqualTo(new SubscriptionOptions(
                        Set.of("A", "B"), Set.of("a,b"), new WhenSlow(Policy.CONFLATE, 7), Map.of()));
        assertThat(members("{\"whenSlow\":\"disconnect\",\"maxLag\":null}").whenSlow())
                .isEqualTo(new WhenSlow(Policy.DISCONNECT, 1_000));
        assertThat(members("{\"whenSlow\":\"pace\"}")).isEqualTo(SubscriptionOptions.NONE);
    }

    @Test
    void placesInStreams() {
        assertThat(members("{\"offsets\":{\"a-1\":5,\"a-2\":0}}").offsets()).isEqualTo(Map.of("a-1", 5L, "a-2", 0L));
    }

    @Test
    void asParametersThoseOfSeveralValuesAreRepeated() {
        assertThat(OptionParameters.of(Map.of(
                        "eventTypes", new String[] {"A", "B"},
                        "keys", new String[] {"a,b"},
                        "whenSlow", new String[] {"disconnect"},
                        "maxLag", new String[] {"50"})::get))
                .isEqualTo(new SubscriptionOptions(
                        Set.of("A", "B"), Set.of("a,b"), new WhenSlow(Policy.DISCONNECT, 50), Map.of()));
        assertThat(OptionParameters.of(Map.<String, String[]>of()::get)).isEqualTo(SubscriptionOptions.NONE);
    }

    @Test
    void whatIsWrongWithAParameterIsNamed() {
        assertThatThrownBy(() -> OptionParameters.of(Map.of("keys", new String[] {""})::get))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("keys: must be");
        assertThatThrownBy(() -> OptionParameters.of(Map.of("whenSlow", new String[] {"wait"})::get))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("whenSlow: must be pace, conflate or disconnect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"eventTypes\":\"A\"} | eventTypes: must be an array",
                "{\"eventTypes\":[]} | eventTypes: must be",
                "{\"keys\":[7]} | keys: must be an array",
                "{\"keys\":[\"\"]} | keys: must be",
                "{\"whenSlow\":\"fast\"} | whenSlow: must be pace, conflate or disconnect",
                "{\"whenSlow\":1} | whenSlow: must be pace, conflate or disconnect",
                "{\"whenSlow\":\"conflate\",\"maxLag\":0} | maxLag: must be a whole number from 1",
                "{\"whenSlow\":\"conflate\",\"maxLag\":\"7\"} | maxLag: must be a whole number from 1",
                "{\"whenSlow\":\"conflate\",\"maxLag\":1e3} | maxLag: must be a whole number from 1",
                "{\"whenSlow\":\"conflate\",\"maxLag\":1000000000} | maxLag: must be a whole number from 1",
                "{\"offsets\":{}} | offsets: must be an object of 1 to 1000 streams",
                "{\"offsets\":[1]} | offsets: must be an object",
                "{\"offsets\":{\"a-1\":-1}} | offsets: must be an object",
                "{\"offsets\":{\"a-1\":\"1\"}} | offsets: must be an object",
                "{\"maxLag\":7} | maxLag: is for whenSlow conflate and disconnect",
                "{\"eventType\":[\"A\"]} | eventType: is unknown: there are eventTypes"
            })
    void whatIsWrongWithAMemberIsNamed(String options, String fault) {
        assertThatThrownBy(() -> members(options))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(fault);
    }

    @Test
    void aHundredNamesAreTheMost() {
        assertThat(members(keys(100)).keys()).hasSize(100);
        assertThatThrownBy(() -> members(keys(101)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("keys: must be 1 to 100");
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\"")
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static SubscriptionOptions members(String object) {
        return OptionMembers.of(JsonMembers.of(object), Set.of());
    }
}
