package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeSpentTest {

    private static final Duration LIMIT = Duration.ofNanos(100);

    @Test
    void timeIsUpByTheWholeTurn() {
        assertThat(new TimeSpent(1_000, 1_050, 1_099).isUp(LIMIT)).isFalse();
        assertThat(new TimeSpent(1_000, 1_050, 1_100).isUp(LIMIT)).isTrue();
        assertThat(new TimeSpent(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 200).isUp(LIMIT))
                .as("the clock went round")
                .isTrue();
    }

    @Test
    void anActionIsToBlameForHalfOfTheTimeOrMore() {
        assertThat(new TimeSpent(1_000, 1_051, 1_100).isTheActions(LIMIT)).isFalse();
        assertThat(new TimeSpent(1_000, 1_050, 1_100).isTheActions(LIMIT)).isTrue();
    }
}
