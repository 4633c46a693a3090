package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.Segment;
import org.headrace.retry.RetryPolicy;
import org.junit.jupiter.api.Test;

/** What holds of segments when events or the database fail, whatever the store. */
abstract class SegmentFailuresContract extends SplitProjection {

    @Test
    void aFailingEventHoldsItsSegmentUpUntilItSucceeds() throws Exception {
        append(300);
        poison.add(150L);
        run(OPTIONS);

        int held = segmentOf(150);
        assertThat(failingOffset()).isEqualTo(150);
        assertThat(environment.model().offsets()).doesNotContain(150L);
        assertThat(audit().findings()).isEmpty();
        assertThat(checkpoint().lastProcessedOffset())
                .isEqualTo(segments().get(held).lastProcessedOffset())
                .isLessThan(150);

        poison.clear();
        environment.clock().move(Duration.ofSeconds(2));
        run(OPTIONS);
        assertAllOnceInOrderOfKeys(300);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(300, 0, 0));
    }

    @Test
    void twoSegmentsThatFailAtOnceAreDealtWithOneAfterTheOther() throws Exception {
        append(300);
        long other = LongStream.range(21, 60)
                .filter(i -> segmentOf(i) != segmentOf(20))
                .findFirst()
                .orElseThrow();
        poison.addAll(List.of(20L, other));
        for (int i = 0; i < 10; i++) {
            run(OPTIONS.withOnPoison(OnPoison.DEAD_LETTER));
            environment.clock().move(Duration.ofSeconds(2));
        }

        assertThat(environment.parts().places().deadLetters().keys(NAME)).hasSize(2);
        Counts counts = checkpoint().counts();
        assertThat(counts.processed() + counts.parked()).isEqualTo(300);
        long parked = behind(20) + behind(other);
        assertThat(counts.parked()).isEqualTo(parked);
        assertThat(environment.model().offsets()).hasSize((int) counts.processed());
        assertThat(failingOffset()).isNull();
    }

    @Test
    void anOutageInOneSegmentKeepsWhatTheOthersDidAndDoublesNothing() throws Exception {
        append(300);
        Set<Long> down = ConcurrentHashMap.newKeySet();
        down.add(100L);
        ParallelHandler failing = (event, context) -> {
            add(context);
            if (down.remove(context.event().offset())) {
                throw new SQLTransientConnectionException("gone");
            }
        };
        ProjectionRunner runner = environment.newRunner(
                ProjectionDefinition.of(NAME, failing, STREAM).withOptions(OPTIONS));
        environment.run(runner);
        assertThat(down).isEmpty();
        assertThat(runner.standing().outage()).isNotNull();
        assertThat(failingOffset()).isNull();

        environment.clock().move(Duration.ofSeconds(11));
        environment.run(runner);
        assertAllOnceInOrderOfKeys(300);
    }

    @Test
    void theNumberChangesOnlyWhenAllSegmentsAreAtOneOffset() throws Exception {
        append(300);
        poison.add(150L);
        run(OPTIONS);
        assertThat(segments()).anyMatch(s -> s.lastProcessedOffset() > 150);

        run(OPTIONS.withParallelism(2));
        assertThat(segments()).hasSize(4);

        poison.clear();
        environment.clock().move(Duration.ofSeconds(2));
        run(OPTIONS.withParallelism(2));
        assertThat(segments()).hasSize(2);
        assertAllOnceInOrderOfKeys(300);
    }

    @Test
    void whereTheLastEventBecomesADeadLetterTheCheckpointFollows() throws Exception {
        append(101);
        poison.add(100L);

        run(OPTIONS.withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
                .withOnPoison(OnPoison.DEAD_LETTER));

        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(100);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(100, 0, 0, 1));
    }

    @Test
    void aResetReplaysAllThatAnySegmentHadProcessed() throws Exception {
        append(300);
        poison.add(150L);
        run(OPTIONS);
        long furthest = segments().stream()
                .mapToLong(Segment::lastProcessedOffset)
                .max()
                .orElseThrow();
        poison.clear();
        environment.model().clear();
        environment.parts().places().reset(NAME, STREAM);
        environment.parts().places().runStates().save(NAME, RunState.RUNNING);

        run(OPTIONS);

        assertAllOnceInOrderOfKeys(300);
        assertThat(replayed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(0, furthest).boxed().toList());
        assertThat(checkpoint().counts()).isEqualTo(new Counts(300, 0, 0));
    }

    @Test
    void whileAnEventIsTriedAgainTheOtherSegmentsWait() throws Exception {
        append(300);
        poison.add(150L);
        run(OPTIONS);
        List<Segment> before = segments();
        assertThat(before)
                .anyMatch(segment -> segment.lastProcessedOffset() < 299 && segment.number() != segmentOf(150));
        environment.clock().move(Duration.ofSeconds(2));
        run(OPTIONS);

        assertThat(segments()).isEqualTo(before);
        assertThat(environment
                        .parts()
                        .places()
                        .runStates()
                        .load(NAME)
                        .orElseThrow()
                        .pause())
                .isNotNull();
    }
}
