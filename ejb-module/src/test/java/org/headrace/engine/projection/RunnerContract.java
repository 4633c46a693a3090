package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.RunState;
import org.headrace.retry.RetryPolicy;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a runner holds to, whatever the store. */
abstract class RunnerContract {

    private static final String NAME = "tested";
    private static final String STREAM = "Orders";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withRetry(new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(60), 0));

    private final AtomicReference<RuntimeException> flushFailure = new AtomicReference<>();
    private RunnerEnvironment environment;

    abstract RunnerEnvironment newEnvironment(BeforeCheckpoint flush);

    @BeforeEach
    void open() {
        environment = newEnvironment(() -> {
            RuntimeException failure = flushFailure.get();
            if (failure != null) {
                throw failure;
            }
        });
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void readsEverythingInOrderAndGoesOnWhereItStoodAfterARestart() throws Exception {
        append(25);
        environment.run(environment.newRunner(adding()));
        append(7);

        environment.run(environment.newRunner(adding()));

        assertThat(environment.model().offsets()).containsExactlyElementsOf(offsets(0, 32));
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(31);
        assertThat(checkpoint().eventsProcessed()).isEqualTo(32);
    }

    @Test
    void aStreamThatIsNotThereYetIsWaitedFor() throws Exception {
        ProjectionRunner runner = environment.newRunner(adding());
        environment.run(runner);
        assertThat(runner.hasWork()).isFalse();

        append(1);
        environment.run(runner);

        assertThat(environment.model().offsets()).containsExactly(0L);
    }

    @Test
    void theBatchSizeBoundsATransaction() throws Exception {
        append(25);
        List<Integer> sizes = new ArrayList<>();
        BatchProjection batch = (events, context) -> sizes.add(events.size());

        environment.run(environment.newRunner(
                ProjectionDefinition.of(NAME, batch, STREAM).withOptions(OPTIONS)));

        assertThat(sizes).containsExactly(10, 10, 5);
    }

    @Test
    void aCheckpointPerEventKeepsWhatWasDoneBeforeAFailure() throws Exception {
        append(10);
        var definition = failingAt(4).withOptions(OPTIONS.withCheckpointPerEvent(true));

        environment.run(environment.newRunner(definition));

        assertThat(environment.model().offsets()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(3);
    }

    @Test
    void theGoodEventsBeforeAFailingOneAreKeptAndNothingOfTheFailingOne() throws Exception {
        append(10);

        ProjectionRunner runner = environment.newRunner(failingAt(6));
        environment.run(runner);

        assertThat(environment.model().offsets()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(5);
        assertThat(checkpoint().lastError()).contains("cannot bear 6");
        RunState state = environment.parts().places().runStates().load(NAME).orElseThrow();
        assertThat(state.failure().offset()).isEqualTo(6);
        assertThat(state.failure().attempts()).isEqualTo(1);
        assertThat(state.failure().nextAttemptAt())
                .isEqualTo(environment.clock().instant().plusSeconds(1));
    }

    @Test
    void backoffIsKeptThroughARestartAndEndsInAPause() throws Exception {
        append(8);
        environment.run(environment.newRunner(failingAt(6)));
        environment.run(environment.newRunner(failingAt(6)));
        assertThat(attempts()).as("not due yet").isEqualTo(1);

        environment.clock().move(Duration.ofSeconds(1));
        environment.run(environment.newRunner(failingAt(6)));
        assertThat(attempts()).isEqualTo(2);
        environment.clock().move(Duration.ofSeconds(2));
        ProjectionRunner last = environment.newRunner(failingAt(6));
        environment.run(last);

        assertThat(attempts()).isEqualTo(3);
        assertThat(last.standing().runState().pause().by()).isEqualTo("headrace");
        assertThat(last.standing().runState().failure().stackTrace()).contains("cannot bear 6");
        environment.clock().move(Duration.ofDays(1));
        environment.run(environment.newRunner(adding()));
        assertThat(environment.model().offsets()).as("paused for good").hasSize(6);
    }

    @Test
    void anEventThatSucceedsWhenTriedAgainIsProcessedOnceAndTheRestFollows() throws Exception {
        append(10);
        environment.run(environment.newRunner(failingAt(6)));
        environment.clock().move(Duration.ofSeconds(1));

        ProjectionRunner mended = environment.newRunner(adding());
        environment.run(mended);

        assertThat(environment.model().offsets()).containsExactlyElementsOf(offsets(0, 10));
        assertThat(mended.standing().runState()).isEqualTo(RunState.RUNNING);
        assertThat(environment.parts().places().runStates().load(NAME)).contains(RunState.RUNNING);
    }

    @Test
    void whatFailsWhenItIsFlushedIsTheFailureOfTheEvent() throws Exception {
        append(1);
        flushFailure.set(new IllegalStateException("duplicate key"));

        environment.run(environment.newRunner(adding()));

        assertThat(environment.model().offsets()).isEmpty();
        assertThat(attempts()).isEqualTo(1);
        assertThat(checkpoint().lastError()).contains("duplicate key");
    }

    @Test
    void failuresOfInfrastructureNeverCountAndNeverPause() throws Exception {
        append(3);
        AtomicInteger outages = new AtomicInteger(20);
        DynamicProjection projection = (event, context) -> {
            if (outages.getAndDecrement() > 0) {
                throw new SQLException("the database is shutting down", "57P01");
            }
            environment.model().add(context.event().offset());
        };
        ProjectionRunner runner = environment.newRunner(
                ProjectionDefinition.of(NAME, projection, STREAM).withOptions(OPTIONS));

        for (int i = 0; i < 20; i++) {
            environment.run(runner);
            assertThat(runner.standing().outage().failures()).isEqualTo(i + 1);
            environment.run(runner);
            assertThat(outages.get()).as("waits before it tries again").isEqualTo(19 - i);
            environment.clock().move(Duration.ofSeconds(10));
        }
        environment.run(runner);

        assertThat(runner.standing().outage()).isNull();
        assertThat(environment.model().offsets()).containsExactly(0L, 1L, 2L);
        assertThat(runner.standing().runState()).isEqualTo(RunState.RUNNING);
        assertThat(checkpoint().lastError()).isNull();
    }

    @Test
    void aHandlerThatOverflowsItsStackIsAFailingHandler() throws Exception {
        append(1);
        DynamicProjection endless = (event, context) -> {
            throw new StackOverflowError();
        };

        environment.run(environment.newRunner(
                ProjectionDefinition.of(NAME, endless, STREAM).withOptions(OPTIONS)));

        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void twoRunnersOfOneProjectionNeverDoubleAnEvent() throws Exception {
        append(200);
        ProjectionRunner one = environment.newRunner(adding());
        ProjectionRunner other = environment.newRunner(adding());

        one.offer();
        other.offer();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            one.offer();
            other.offer();
            return environment
                    .parts()
                    .places()
                    .checkpoints()
                    .load(NAME, STREAM)
                    .filter(c -> c.lastProcessedOffset() == 199)
                    .isPresent();
        });

        assertThat(environment.model().offsets()).doesNotHaveDuplicates().hasSize(200);
        assertThat(checkpoint().eventsProcessed()).isEqualTo(200);
    }

    @Test
    void turnsOfOneRunnerNeverOverlapHoweverOftenItIsOffered() throws Exception {
        append(100);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        DynamicProjection projection = (event, context) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            environment.model().add(context.event().offset());
            inside.decrementAndGet();
        };
        ProjectionRunner runner = environment.newRunner(
                ProjectionDefinition.of(NAME, projection, STREAM).withOptions(OPTIONS));

        for (int i = 0; i < 1000; i++) {
            runner.offer();
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> environment.model().offsets().size() == 100);
        assertThat(most).hasValue(1);
    }

    @Test
    void aPauseHoldsThroughARestartUntilAResume() throws Exception {
        append(5);
        ProjectionRunner runner = environment.newRunner(adding());
        runner.operate(before -> before.withPause(
                new RunState.Pause("ada", "why", environment.clock().instant())));
        environment.run(environment.newRunner(adding()));
        assertThat(environment.model().offsets()).isEmpty();

        ProjectionRunner again = environment.newRunner(adding());
        again.operate(before -> before.withPause(null));
        environment.run(again);

        assertThat(environment.model().offsets()).hasSize(5);
    }

    @Test
    void anActionThatIsRefusedChangesNothing() {
        ProjectionRunner runner = environment.newRunner(adding());

        assertThatThrownBy(() -> runner.operate(before -> {
                    environment.model().add(99);
                    throw new ProjectionStateException("no");
                }))
                .hasMessage("no");

        assertThat(environment.model().offsets()).isEmpty();
    }

    @Test
    void aProjectionThatDoesNotStartByItselfWaitsForAResume() throws Exception {
        append(5);
        ProjectionRunner runner = environment.newRunner(adding().withOptions(OPTIONS.withAutoStart(false)));

        environment.run(runner);

        assertThat(environment.model().offsets()).isEmpty();
        assertThat(runner.standing().runState().pause().reason()).contains("auto start");
    }

    @Test
    void aReplayIsToldApartFromWhatIsNew() throws Exception {
        append(14);
        List<Boolean> replays = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        BatchProjection batch = (events, context) -> {
            replays.add(context.replaying());
            sizes.add(events.size());
        };
        var definition = ProjectionDefinition.of(NAME, batch, STREAM).withOptions(OPTIONS);
        environment.run(environment.newRunner(definition));
        replays.clear();
        sizes.clear();
        append(3);
        ProjectionRunner runner = environment.newRunner(definition);
        runner.operate(before -> {
            environment.parts().places().checkpoints().reset(NAME, STREAM);
            return before;
        });
        environment.run(runner);

        assertThat(sizes).containsExactly(10, 4, 3);
        assertThat(replays).containsExactly(true, true, false);
    }

    @Test
    void aCheckpointBeyondItsStreamStopsTheProjectionAndSaysSo() throws Exception {
        append(3);
        environment.parts().places().checkpoints().advance(NAME, STREAM, -1, 10, 11);
        ProjectionRunner runner = environment.newRunner(adding());

        environment.run(runner);

        assertThat(environment.model().offsets()).isEmpty();
        assertThat(runner.standing().misfit()).contains("offset 10", "ends at 2", "rebuild");
        var status = StatusReport.of(new StatusReport.Facts(
                NAME,
                List.of(new StatusReport.StreamFacts(checkpoint(), 2, List.of())),
                runner.standing().runState(),
                StatusReportTest.HELD,
                runner.standing()));
        assertThat(status.state()).isEqualTo(ProjectionState.FAILED);
        assertThat(status.explanation()).contains("cannot run");
    }

    @Test
    void oneThatWasBeyondItsStreamStandsUntilAnOperatorDecidesThoughTheStreamGrowsPastIt() throws Exception {
        append(3);
        environment.parts().places().checkpoints().advance(NAME, STREAM, -1, 10, 11);
        environment.run(environment.newRunner(adding()));
        append(12);

        ProjectionRunner restarted = environment.newRunner(adding());
        environment.run(restarted);
        assertThat(restarted.standing().misfit()).contains("offset 10", "ends at 2");
        assertThat(environment.model().offsets()).isEmpty();

        restarted.operate(before -> before.withPause(null));
        environment.run(restarted);
        assertThat(restarted.standing().misfit()).isNull();
        assertThat(environment.model().offsets()).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void oneThatIsStillBeyondItsStreamStopsAgainWhenItIsResumed() throws Exception {
        append(3);
        environment.parts().places().checkpoints().advance(NAME, STREAM, -1, 10, 11);
        ProjectionRunner runner = environment.newRunner(adding());
        environment.run(runner);

        runner.operate(before -> before.withPause(null));
        environment.run(runner);

        assertThat(runner.standing().misfit()).contains("offset 10", "ends at 2");
        assertThat(environment.model().offsets()).isEmpty();
    }

    private ProjectionDefinition adding() {
        DynamicProjection projection =
                (event, context) -> environment.model().add(context.event().offset());
        return ProjectionDefinition.of(NAME, projection, STREAM).withOptions(OPTIONS);
    }

    private ProjectionDefinition failingAt(long offset) {
        DynamicProjection projection = (event, context) -> {
            environment.model().add(context.event().offset());
            if (context.event().offset() == offset) {
                throw new IllegalStateException("cannot bear " + offset);
            }
        };
        return ProjectionDefinition.of(NAME, projection, STREAM).withOptions(OPTIONS);
    }

    private void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(NewEvent.of("Tested", JsonText.of(Integer.toString(i))));
        }
        environment.log().append(Append.to(STREAM, events));
    }

    private Checkpoint checkpoint() {
        return environment.parts().places().checkpoints().load(NAME, STREAM).orElseThrow();
    }

    private int attempts() {
        return environment
                .parts()
                .places()
                .runStates()
                .load(NAME)
                .orElseThrow()
                .failure()
                .attempts();
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
