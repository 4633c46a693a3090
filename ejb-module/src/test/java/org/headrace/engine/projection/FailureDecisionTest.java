package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.headrace.engine.transaction.FailureText;
import org.headrace.projection.spi.RunState;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

class FailureDecisionTest {

    private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), 0);

    private final Exception cause = new IllegalStateException("stock is gone");
    private final RecordedEvent event = Events.at(7, "OrderPlaced", "{}");

    @Test
    void waitsTwiceAsLongAfterEachFailureThenPauses() {
        List<Duration> waits = new ArrayList<>();
        RunState state = RunState.RUNNING;
        while (state.pause() == null) {
            state = after(state);
            if (state.failure().nextAttemptAt() != null) {
                waits.add(Duration.between(Events.NOW, state.failure().nextAttemptAt()));
            }
        }

        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(state.failure().attempts()).isEqualTo(4);
        assertThat(state.pause().by()).isEqualTo("headrace");
        assertThat(state.pause().reason()).contains("offset 7 of stream Orders", "stock is gone");
    }

    @Test
    void countsTriesOfOneEventOnly() {
        RunState first = after(RunState.RUNNING);

        RunState other = FailureDecision.after(
                first, Events.at(8, "OrderPlaced", "{}"), cause, POLICY, Events.NOW, new Random(1));

        assertThat(other.failure().attempts()).isEqualTo(1);
        assertThat(other.failure().offset()).isEqualTo(8);
    }

    @Test
    void spreadsTheWaitByTheJitter() {
        var jittered = new RetryPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(60), 0.2);
        var random = new Random(42);
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            times.add(FailureDecision.after(RunState.RUNNING, event, cause, jittered, Events.NOW, random)
                    .failure()
                    .nextAttemptAt());
        }

        assertThat(times).allSatisfy(time -> assertThat(Duration.between(Events.NOW, time))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12)));
        assertThat(new HashSet<>(times)).hasSizeGreaterThan(100);
    }

    @Test
    void neverStoresWhatTheDatabaseRefuses() {
        var awkward = new IllegalStateException("nul \0, half a pair \ud800, long " + "x".repeat(50_000));

        RunState state = FailureDecision.after(RunState.RUNNING, event, awkward, POLICY, Events.NOW, new Random(1));

        assertThat(state.failure().error()).doesNotContain("\0").doesNotContain("\ud800");
        assertThat(state.failure().error().length()).isLessThan(2_100);
        assertThat(state.failure().stackTrace().length()).isLessThan(16_100);
    }

    @Test
    void namesTheRootCause() {
        var wrapped = new RuntimeException("outer", new IllegalArgumentException("inner"));

        assertThat(FailureText.describe(wrapped)).contains("outer", "inner");
    }

    private RunState after(RunState before) {
        return FailureDecision.after(before, event, cause, POLICY, Events.NOW, new Random(1));
    }
}
