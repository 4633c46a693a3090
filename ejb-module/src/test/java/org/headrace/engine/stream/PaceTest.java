package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void withoutTrafficItGrowsToTheInterval() {
        List<Long> waits = new ArrayList<>();
        Pace pace = new Pace(Duration.ofMillis(700), false).afterAnswer(true, SECOND);
        for (int i = 0; i < 9; i++) {
            waits.add(pace.pause().toMillis());
            pace = pace.afterAnswer(false, SECOND);
        }

        assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L);
    }

    @Test
    void newsFromElsewhereBringItBackToTheFastest() {
        assertThat(new Pace(SECOND, false).afterAnswer(true, SECOND).pause()).isEqualTo(Pace.FASTEST);
    }

    @Test
    void anIntervalShorterThanTheFastestHolds() {
        Duration short3 = Duration.ofMillis(3);

        assertThat(new Pace(SECOND, false).afterAnswer(true, short3).pause()).isEqualTo(short3);
        assertThat(new Pace(SECOND, false).afterAnswer(false, short3).pause()).isEqualTo(short3);
    }

    @Test
    void failuresAreRetriedWithoutEndAndEverMorePatiently() {
        Pace pace = new Pace(SECOND, false).afterFailure();
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(100));
        for (int i = 0; i < 100; i++) {
            pace = pace.afterFailure();
        }

        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.afterAnswer(false, SECOND).pause()).isEqualTo(SECOND);
    }
}
