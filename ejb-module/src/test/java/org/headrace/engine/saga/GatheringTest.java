package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final long BEGIN = Long.MAX_VALUE - 5;

    private final Gathering gathering = new Gathering(BEGIN);

    private static long later(int millis) {
        return BEGIN + Duration.ofMillis(millis).toNanos();
    }

    @Test
    void whatComesFirstOrAfterSilenceSoonGoesOn() {
        assertThat(gathering.from(BEGIN)).isEqualTo(Duration.ofMillis(20));
        gathering.gathered(later(20));
        assertThat(gathering.from(later(120))).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void whatFollowsSomethingElseWaitsForMore() {
        gathering.gathered(later(20));
        assertThat(gathering.from(later(20))).isEqualTo(Duration.ofMillis(100));
        assertThat(gathering.from(later(119))).isEqualTo(Duration.ofMillis(100));
    }
}
