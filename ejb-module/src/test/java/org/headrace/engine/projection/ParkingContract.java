package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.OnPoison;
import org.headrace.projection.PoisonPolicy;
import org.headrace.projection.Projection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.headrace.projection.spi.RunState;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a runner holds to when it parks what it cannot process, whatever the store. */
abstract class ParkingContract {

    private static final String NAME = "parking";
    private static final String STREAM = "Orders";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(60), 0))
            .withOnPoison(OnPoison.DEAD_LETTER);

    private final Set<Long> poison = ConcurrentHashMap.newKeySet();
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

    public record Tested(int n) {}

    @Test
    void afterItsLastTryAnEventIsParkedAndTheRestFlowsOn() throws Exception {
        append("a", "b", "a", "c");
        poison.add(1L);
        ProjectionRunner runner = environment.newRunner(
                picky(OPTIONS.withRetry(new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(60), 0))));
        environment.run(runner);
        assertThat(letters()).as("has another try").isEmpty();
        assertThat(environment.model().offsets()).containsExactly(0L);
        environment.clock().move(Duration.ofSeconds(1));

        environment.run(runner);

        assertThat(environment.model().offsets()).containsExactly(0L, 2L, 3L);
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.at()).isEqualTo(new Address(STREAM, 1));
            assertThat(letter.key()).isEqualTo("b");
            assertThat(letter.eventType()).isEqualTo("Tested");
            assertThat(letter.parkedAt()).isEqualTo(environment.clock().instant());
            assertThat(letter.failure().attempts()).isEqualTo(2);
            assertThat(letter.failure().error()).contains("cannot bear 1");
            assertThat(letter.failure().failedAt())
                    .isEqualTo(environment.clock().instant());
        });
        var store = environment.parts().places().deadLetters();
        assertThat(store.stackTrace(NAME, new Address(STREAM, 1)).orElseThrow())
                .contains("cannot bear 1", ParkingContract.class.getName());
        assertThat(checkpoint().counts()).isEqualTo(new Counts(3, 0, 0, 1));
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(3);
        assertThat(checkpoint().lastError()).contains("cannot bear 1");
        assertThat(environment.parts().places().runStates().load(NAME)).contains(RunState.RUNNING);
    }

    @Test
    void laterEventsOfItsKeyQueueBehindItAndOthersDoNot() throws Exception {
        append("a", "b", "a", null, "b", "a");
        poison.add(0L);

        environment.run(environment.newRunner(picky(OPTIONS)));
        append("a", "b");
        environment.run(environment.newRunner(picky(OPTIONS)));

        assertThat(environment.model().offsets()).containsExactly(1L, 3L, 4L, 7L);
        assertThat(letters())
                .extracting(DeadLetter::at)
                .extracting(Address::offset)
                .containsExactly(0L, 2L, 5L, 6L);
        assertThat(letters()).extracting(DeadLetter::isQueued).containsExactly(false, true, true, true);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(4, 0, 0, 4));
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(7);
    }

    @Test
    void anEventWithoutAKeyIsParkedAlone() throws Exception {
        append(null, null, null);
        poison.add(1L);

        environment.run(environment.newRunner(picky(OPTIONS)));

        assertThat(environment.model().offsets()).containsExactly(0L, 2L);
        assertThat(letters()).hasSize(1);
    }

    @Test
    void theSameKeyInAnotherStreamIsAnotherKey() throws Exception {
        append("a");
        environment
                .log()
                .append("Returns", NewEvent.of("Tested", JsonText.of("{}")).withKey("a"));
        poison.add(0L);
        DynamicProjection failing = (event, context) -> {
            if (context.event().stream().equals(STREAM)) {
                throw new IllegalStateException("cannot bear it");
            }
            environment.model().add(context.event().offset());
        };

        var definition =
                ProjectionDefinition.of(NAME, failing, STREAM, "Returns").withOptions(OPTIONS);
        environment.run(environment.newRunner(definition));
        environment
                .log()
                .append("Returns", NewEvent.of("Tested", JsonText.of("{}")).withKey("a"));
        environment.run(environment.newRunner(definition));

        assertThat(environment.model().offsets()).containsExactly(0L, 1L);
        assertThat(letters()).hasSize(1);
    }

    @Test
    void aFailingEventInTheMiddleOfABatchIsFoundByHalvingAndWhatFollowsOfItsKeyIsQueued() throws Exception {
        append("a", "b", "c", "b", "d", "e", "b", "c");
        poison.add(1L);
        List<List<Long>> batches = new ArrayList<>();
        BatchProjection batch = (events, context) -> {
            List<Long> offsets = new ArrayList<>();
            events.forEach(event -> offsets.add(event.offset()));
            if (offsets.stream().anyMatch(poison::contains)) {
                throw new IllegalStateException("cannot bear one of " + offsets);
            }
            offsets.forEach(environment.model()::add);
            batches.add(offsets);
        };

        environment.run(environment.newRunner(
                ProjectionDefinition.of(NAME, batch, STREAM).withOptions(OPTIONS)));

        assertThat(batches).startsWith(List.of(0L)).hasSizeGreaterThan(1);
        assertThat(environment.model().offsets()).containsExactly(0L, 2L, 4L, 5L, 7L);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactly(1L, 3L, 6L);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(5, 0, 0, 3));
    }

    @Test
    void aTypedProjectionParksWhatItCannotDecode() throws Exception {
        append("a", "b");
        environment
                .log()
                .append(STREAM, NewEvent.of("Tested", JsonText.of("[]")).withKey("a"));
        append("a", "b");
        Projection<Tested> typed =
                (event, context) -> environment.model().add(context.event().offset());

        environment.run(environment.newRunner(ProjectionDefinition.of(NAME, typed, STREAM)
                .withEvents(Tested.class)
                .withOptions(OPTIONS)));

        assertThat(environment.model().offsets()).containsExactly(0L, 1L, 4L);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactly(2L, 3L);
    }

    @Test
    void withACheckpointPerEventItIsTheSame() throws Exception {
        append("a", "b", "a", "c");
        poison.add(0L);

        environment.run(environment.newRunner(picky(OPTIONS.withCheckpointPerEvent(true))));

        assertThat(environment.model().offsets()).containsExactly(1L, 3L);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactly(0L, 2L);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(2, 0, 0, 2));
    }

    @Test
    void inSegmentsItIsTheSame() throws Exception {
        for (int i = 0; i < 40; i++) {
            append("k" + i % 7);
        }
        poison.addAll(List.of(3L, 11L, 12L, 39L));
        ProjectionRunner runner = environment.newRunner(picky(OPTIONS.withParallelism(4)));

        environment.run(runner);

        List<Long> expected = heldOf(40);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactlyElementsOf(expected);
        assertThat(letters()).filteredOn(l -> !l.isQueued()).hasSize(3);
        assertThat(environment.model().offsets())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(expected)
                .hasSize(40 - expected.size());
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(39);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(40 - expected.size(), 0, 0, expected.size()));
    }

    @Test
    void keysThatHaveLettersHoldAlsoWhenTheOptionSaysToPause() throws Exception {
        append("a", "b");
        poison.add(0L);
        environment.run(environment.newRunner(picky(OPTIONS)));
        append("a", "b");

        environment.run(environment.newRunner(picky(OPTIONS.withOnPoison(OnPoison.PAUSE))));

        assertThat(environment.model().offsets()).containsExactly(1L, 3L);
        assertThat(letters()).hasSize(2);
    }

    @Test
    void failuresOfInfrastructureNeverMakeALetter() throws Exception {
        append("a", "b");
        AtomicInteger outages = new AtomicInteger(9);
        DynamicProjection projection = (event, context) -> {
            if (outages.getAndDecrement() > 0) {
                throw new SQLException("the database is shutting down", "57P01");
            }
            environment.model().add(context.event().offset());
        };
        ProjectionRunner runner = environment.newRunner(
                ProjectionDefinition.of(NAME, projection, STREAM).withOptions(OPTIONS));
        for (int i = 0; i < 10; i++) {
            environment.run(runner);
            environment.clock().move(Duration.ofSeconds(30));
        }

        assertThat(outages.get()).as("the fault fired").isNegative();
        assertThat(letters()).isEmpty();
        assertThat(environment.model().offsets()).containsExactly(0L, 1L);
    }

    @Test
    void withTooManyLettersAFailingEventPausesTheProjection() throws Exception {
        append(null, null, null, null);
        poison.addAll(List.of(0L, 1L, 2L));
        ProjectionRunner runner = environment.newRunner(picky(atMost(2)));

        environment.run(runner);

        assertThat(letters()).hasSize(2);
        assertThat(checkpoint().lastProcessedOffset()).isEqualTo(1);
        assertThat(runner.standing().runState().pause().reason())
                .isEqualTo(
                        "2 events wait as dead letters, of at most 2; event at offset 2 of stream Orders failed 1 time:"
                                + " java.lang.IllegalStateException: cannot bear 2");
        assertThat(runner.standing().runState().failure().offset()).isEqualTo(2);
    }

    @Test
    void withTooManyLettersAnEventThatBelongsBehindOnePausesTheProjection() throws Exception {
        append("a", "b", "a", "b", "a", "b");
        poison.add(0L);
        ProjectionRunner runner = environment.newRunner(picky(atMost(2)));

        environment.run(runner);

        assertThat(environment.model().offsets()).containsExactly(1L, 3L);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactly(0L, 2L);
        assertThat(checkpoint().counts()).isEqualTo(new Counts(2, 0, 0, 2));
        RunState state = environment.parts().places().runStates().load(NAME).orElseThrow();
        assertThat(state.pause().by()).isEqualTo("headrace");
        assertThat(state.pause().reason())
                .startsWith("2 events wait as dead letters, of at most 2; the event at offset 4 of stream Orders");
        assertThat(state.failure()).isNull();

        environment.run(environment.newRunner(picky(atMost(2))));
        assertThat(checkpoint().lastProcessedOffset()).as("paused").isEqualTo(3);
        ProjectionRunner roomier = environment.newRunner(picky(atMost(3)));
        roomier.operate(before -> before.withPause(null));
        environment.run(roomier);
        assertThat(environment.model().offsets()).containsExactly(1L, 3L, 5L);
    }

    @Test
    void twoRunnersParkAnEventOnceAndKeepTheOrderOfItsKey() throws Exception {
        for (int i = 0; i < 60; i++) {
            append("k" + i % 7);
        }
        poison.addAll(List.of(3L, 11L, 12L, 40L));
        ProjectionRunner one = environment.newRunner(picky(OPTIONS));
        ProjectionRunner other = environment.newRunner(picky(OPTIONS));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            one.offer();
            other.offer();
            return environment
                    .parts()
                    .places()
                    .checkpoints()
                    .load(NAME, STREAM)
                    .filter(c -> c.lastProcessedOffset() == 59)
                    .isPresent();
        });

        List<Long> expected = heldOf(60);
        assertThat(letters()).extracting(l -> l.at().offset()).containsExactlyElementsOf(expected);
        assertThat(environment.model().offsets())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(expected)
                .hasSize(60 - expected.size());
        assertThat(checkpoint().counts()).isEqualTo(new Counts(60 - expected.size(), 0, 0, expected.size()));
        assertThat(environment.parts().places().runStates().load(NAME)).contains(RunState.RUNNING);
    }

    @Test
    void heldKeysAreReadAnewAfterTheyAreForgotten() throws Exception {
        append("a", "b");
        poison.add(0L);
        ProjectionRunner runner = environment.newRunner(picky(OPTIONS));
        environment.run(runner);
        append("a");
        environment.run(runner);
        assertThat(runner.standing().heldKeys()).containsExactly(new StreamKey(STREAM, "a"));
        environment.parts().places().deadLetters().clear(NAME);
        append("a");
        environment.run(runner);
        assertThat(environment.model().offsets()).as("known by heart").containsExactly(1L);

        environment.parts().places().deadLetters().clear(NAME);
        runner.standing().forget();
        append("a");
        environment.run(runner);

        assertThat(environment.model().offsets()).containsExactly(1L, 4L);
    }

    /** Of events with seven keys in turn: keys 3, 4 and 5 are held from 3, 11 and 12 on. */
    private static List<Long> heldOf(long count) {
        return LongStream.range(0, count)
                .filter(i -> i % 7 == 3 || (i % 7 == 4 && i >= 11) || (i % 7 == 5 && i >= 12))
                .boxed()
                .toList();
    }

    private ProjectionOptions atMost(int letters) {
        return OPTIONS.withPoison(new PoisonPolicy(OnPoison.DEAD_LETTER, letters));
    }

    private ProjectionDefinition picky(ProjectionOptions options) {
        ParallelHandler projection = (event, context) -> {
            environment.model().add(context.event().offset());
            if (poison.contains(context.event().offset())) {
                throw new IllegalStateException("cannot bear " + context.event().offset());
            }
        };
        return ProjectionDefinition.of(NAME, projection, STREAM).withOptions(options);
    }

    private void append(@Nullable String... keys) {
        for (String key : keys) {
            NewEvent event = NewEvent.of("Tested", JsonText.of("{\"n\":1}"));
            environment.log().append(STREAM, key == null ? event : event.withKey(key));
        }
    }

    private List<DeadLetter> letters() {
        return environment
                .parts()
                .places()
                .deadLetters()
                .find(NAME, new Query(Filter.ALL, 100, null))
                .letters();
    }

    private Checkpoint checkpoint() {
        return environment.parts().places().checkpoints().load(NAME, STREAM).orElseThrow();
    }
}
