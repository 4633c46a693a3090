package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.headrace.json.JsonText;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.Segment;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of a projection that is split into segments, whatever the store. */
abstract class SegmentsContract {

    private static final String NAME = "parallel";
    private static final String STREAM = "Orders";
    private static final int KEYS = 23;
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withParallelism(4)
            .withRetry(new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));

    private final Set<Long> poison = ConcurrentHashMap.newKeySet();
    private final Set<Long> replayed = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> keys = new HashMap<>();
    private RunnerEnvironment environment;

    abstract RunnerEnvironment newEnvironment();

    @BeforeEach
    void open() {
        environment = newEnvironment();
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void everyEventIsProcessedOnceAndThoseOfAKeyInOrder() throws Exception {
        append(500);
        run(OPTIONS);
        append(37);
        run(OPTIONS);

        assertAllOnceInOrderOfKeys(537);
        assertThat(segments()).hasSize(4).allMatch(s -> s.lastProcessedOffset() == 536);
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(536);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(537, 0, 0));
    }

    @Test
    void segmentsAreProcessedAtTheSameTime() throws Exception {
        append(200);
        var together = new CyclicBarrier(2);
        DynamicProjection waiting = (event, context) -> {
            if (Set.of(0L, firstOfAnotherSegmentThan(0))
                    .contains(context.event().offset())) {
                together.await(30, TimeUnit.SECONDS);
            }
            add(context);
        };
        environment.run(environment.newRunner(
                ProjectionDefinition.of(NAME, waiting, STREAM).withOptions(OPTIONS)));

        assertAllOnceInOrderOfKeys(200);
    }

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
        DynamicProjection failing = (event, context) -> {
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
    void theNumberChangesBetweenRunsAndBackToOne() throws Exception {
        append(100);
        run(OPTIONS.withParallelism(1));
        assertThat(segments()).isEmpty();
        append(100);
        run(OPTIONS.withParallelism(4));
        assertThat(segments()).hasSize(4);
        append(100);
        run(OPTIONS.withParallelism(3));
        assertThat(segments()).hasSize(3);
        append(100);
        run(OPTIONS.withParallelism(1));
        assertThat(segments()).isEmpty();
        append(100);
        run(OPTIONS.withParallelism(64));

        assertAllOnceInOrderOfKeys(500);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(500, 0, 0));
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
    void whatAnOperatorWantsCountsMoreThanTheOptions() throws Exception {
        append(50);
        environment.parts().places().segments().want(NAME, 2);
        run(OPTIONS);
        assertThat(segments()).hasSize(2);
        assertAllOnceInOrderOfKeys(50);
    }

    @Test
    void aNodeThatDiedBeforeTheCheckpointFollowedLosesNoCount() throws Exception {
        append(100);
        run(OPTIONS);
        append(1);
        // As if the segment's transaction had been the last that its node committed.
        environment
                .parts()
                .places()
                .segments()
                .advance(NAME, STREAM, segmentOf(100), new Move(99, 100, new Counts(1, 0, 0)));

        run(OPTIONS);

        assertThat(environment.model().offsets()).hasSize(100);
        assertThat(audit().findings()).isEmpty();
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(100);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(101, 0, 0));
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
    void anAuditFindsACountThatNoSegmentsCanHave() throws Exception {
        append(100);
        run(OPTIONS);
        assertThat(audit().findings()).isEmpty();
        append(1);
        environment
                .parts()
                .places()
                .segments()
                .advance(NAME, STREAM, segmentOf(100), new Move(99, 100, new Counts(3, 0, 0)));

        assertThat(audit().findings()).singleElement().asString().contains("103 were processed");
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
    void oneEventATransactionWorksInSegmentsToo() throws Exception {
        append(60);
        run(OPTIONS.withCheckpointPerEvent(true));
        assertAllOnceInOrderOfKeys(60);
    }

    @Test
    void segmentsBeyondTheEndOfTheirStreamAreRefused() throws Exception {
        append(10);
        run(OPTIONS);
        environment.parts().places().segments().advance(NAME, STREAM, 3, new Move(9, 50, Counts.NONE));
        append(1);
        ProjectionRunner runner = newRunner(OPTIONS);
        environment.run(runner);

        assertThat(runner.standing().misfit()).contains("offset 50", "ends at 10");
        assertThat(environment.model().offsets()).hasSize(10);
    }

    private void run(ProjectionOptions options) throws Exception {
        environment.run(newRunner(options));
    }

    private ProjectionRunner newRunner(ProjectionOptions options) {
        DynamicProjection projection = (event, context) -> {
            add(context);
            if (poison.contains(context.event().offset())) {
                throw new IllegalStateException("poison");
            }
        };
        return environment.newRunner(
                ProjectionDefinition.of(NAME, projection, STREAM).withOptions(options));
    }

    private void add(EventContext context) {
        environment.model().add(context.event().offset());
        if (context.replaying()) {
            replayed.add(context.event().offset());
        }
    }

    private void append(int count) {
        long first = keys.size();
        List<NewEvent> events = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> {
            String key = "K" + (first + i) * 7 % KEYS;
            keys.put(first + i, key);
            events.add(NewEvent.of("Tested", JsonText.of("1")).withKey(key));
        });
        environment.log().append(Append.to(STREAM, events));
    }

    private int segmentOf(long offset) {
        return Segment.numberOf(keys.get(offset), OPTIONS.parallelism());
    }

    /** How many events of its key there are from an offset on. */
    private long behind(long offset) {
        return keys.keySet().stream()
                .filter(other -> other >= offset)
                .filter(other -> keys.get(other).equals(keys.get(offset)))
                .count();
    }

    private long firstOfAnotherSegmentThan(long offset) {
        return LongStream.range(0, keys.size())
                .filter(i -> segmentOf(i) != segmentOf(offset))
                .findFirst()
                .orElseThrow();
    }

    private void assertAllOnceInOrderOfKeys(long count) {
        List<Long> seen = environment.model().offsets();
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).boxed().toList());
        Map<String, Long> last = new HashMap<>();
        for (long offset : seen) {
            Long before = last.put(keys.get(offset), offset);
            assertThat(before == null || before < offset)
                    .as("%d after %d", offset, before)
                    .isTrue();
        }
    }

    private StreamAudit audit() {
        return AuditStream.of(
                AuditedPlace.read(environment.parts(), NAME, STREAM),
                0L,
                environment.log().contents(STREAM));
    }

    private List<Segment> segments() {
        return environment.parts().places().segments().load(NAME, STREAM);
    }

    private Checkpoint checkpoint() {
        return environment.parts().places().checkpoints().load(NAME, STREAM).orElseThrow();
    }

    private @Nullable Long failingOffset() {
        return environment
                .parts()
                .places()
                .runStates()
                .load(NAME)
                .map(state -> state.failure())
                .map(f -> f.offset())
                .orElse(null);
    }
}
