package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "Text/Event-Stream ; charset=utf-8",
                "text/event-stream, */*",
                "application/json, text/event-stream",
                "application/json;q=0.5, text/event-stream;q=0.9",
                "text/event-stream;q=nonsense"
            })
    void anEventStreamIsAskedForByName(String accept) {
        assertThat(AcceptedTypes.preferEventStream(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "application/json",
                "text/event-streams",
                "text/event-stream;q=0",
                "application/json, text/event-stream;q=0.9",
                "text/event-stream; Q=0.5, */*;q=0.8"
            })
    void everythingElseAsksForNone(String accept) {
        assertThat(AcceptedTypes.preferEventStream(accept)).isFalse();
    }
}
