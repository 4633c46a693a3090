package org.headrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperatorActionTest {

    @Test
    void itKnowsTheStreamThatItTellsOf() {
        assertThat(action(OperatorAction.stream("S-1"), "").ofStream()).isEqualTo("S-1");
        String event = OperatorAction.event("S-1", 17);
        assertThat(action(OperatorAction.projection("p"), event).ofStream()).isEqualTo("S-1");
        assertThat(action(OperatorAction.projection("p"), event + " with data {}")
                        .ofStream())
                .isEqualTo("S-1");
        assertThat(action(OperatorAction.projection("p"), "").ofStream()).isNull();
        assertThat(action(OperatorAction.saga("s"), "from step 3").ofStream()).isNull();
    }

    private static OperatorAction action(String target, String detail) {
        return new OperatorAction(Instant.EPOCH, new Operator("ada", ""), "skip", target, detail);
    }
}
