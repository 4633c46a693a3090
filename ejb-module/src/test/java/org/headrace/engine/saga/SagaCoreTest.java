package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.spi.SagaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SagaCoreTest {

    private static final Instant BEGIN = Instant.parse("2026-11-24T05:00:00Z");
    private static final Instant NOW = BEGIN.plusSeconds(5);
    private static final Operator ADA = new Operator("ada", "stock-taking");
    private static final Mark MARK = new Mark(ADA, BEGIN);
    private static final JsonText DATA = JsonText.of("{\"changed\":true}");
    private static final RetryPolicy TWO_RETRIES = new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(3), 0);

    private static final RegisteredSaga DEFINITION = RegisteredSaga.of(new SagaDefinition() {
        @Override
        public String name() {
            return "order";
        }

        @Override
        public SagaSteps steps() {
            return new SagaSteps(Stream.of("A", "B", "C")
                    .flatMap(name -> SagaSteps.first(name, c -> {})
                            .compensatedBy(c -> {})
                            .retrying(TWO_RETRIES)
                            .retryingCompensation(TWO_RETRIES)
                            .all()
                            .stream())
                    .toList());
        }
    });

    private static final List<String> STEPS = List.of("A", "B", "C");

    private static SagaRecord saga(SagaState state, int completed) {
        return new SagaRecord(
                new Saga("id", "correlation", "order"),
                new SagaRecord.Origin(1, "", null, "fingerprint"),
                new Progress(state, completed, 3, STEPS.subList(0, completed)),
                JsonText.EMPTY_OBJECT,
                new Times(BEGIN, BEGIN, state.isTerminal() ? BEGIN : null),
                SagaRecord.Marks.NONE,
                null,
                SagaRecord.Pending.NOTHING);
    }

    private static SagaStep step(int index) {
        return DEFINITION.steps().get(index);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void the_step_after_the_completed_ones_is_executed(int completed) {
        SagaState state = completed == 0 ? SagaState.NOT_STARTED : SagaState.RUNNING;

        assertThat(SagaCore.next(saga(state, completed), DEFINITION, NOW))
                .isEqualTo(new NextMove.Act(step(completed), Direction.EXECUTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_last_completed_step_is_compensated(int completed) {
        assertThat(SagaCore.next(saga(SagaState.COMPENSATING, completed), DEFINITION, NOW))
                .isEqualTo(new NextMove.Act(step(completed - 1), Direction.COMPENSATE));
    }

    @ParameterizedTest
    @EnumSource(
            value = SagaState.class,
            names = {"COMPLETED", "COMPENSATED", "FAILED"})
    void an_ended_saga_rests(SagaState state) {
        assertThat(SagaCore.next(saga(state, 1), DEFINITION, NOW)).isEqualTo(new NextMove.Rest());
        assertThat(SagaCore.readyIn(saga(state, 1), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = SagaState.class,
            names = {"NOT_STARTED", "RUNNING", "COMPENSATING"})
    void a_paused_saga_rests(SagaState state) {
        SagaRecord paused = saga(state, 1).withPause(MARK);

        assertThat(SagaCore.next(paused, DEFINITION, NOW)).isEqualTo(new NextMove.Rest());
        assertThat(SagaCore.readyIn(paused, NOW)).isEmpty();
    }

    @Test
    void a_cancelled_saga_with_nothing_completed_is_compensated_without_a_step() {
        var move =
                (NextMove.Settle) SagaCore.next(saga(SagaState.NOT_STARTED, 0).withCancellation(MARK), DEFINITION, NOW);

        assertThat(move.change().after().progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(move.change().after().times().completedAt()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_cancelled_running_saga_turns_to_compensating(int completed) {
        var move = (NextMove.Settle)
                SagaCore.next(saga(SagaState.RUNNING, completed).withCancellation(MARK), DEFINITION, NOW);

        assertThat(move.change().after().progress())
                .isEqualTo(new Progress(SagaState.COMPENSATING, completed, 3, STEPS.subList(0, completed)));
    }

    @Test
    void cancellation_does_not_stop_compensation() {
        assertThat(SagaCore.next(saga(SagaState.COMPENSATING, 2).withCancellation(MARK), DEFINITION, NOW))
                .isEqualTo(new NextMove.Act(step(1), Direction.COMPENSATE));
    }

    @Test
    void a_step_that_the_definition_lost_is_named() {
        SagaRecord stray = saga(SagaState.COMPENSATING, 1)
                .withProgress(new Progress(SagaState.COMPENSATING, 1, 3, List.of("Gone")));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SagaCore.next(stray, DEFINITION, NOW))
                .withMessageContaining("Gone");
    }

    static Stream<Arguments> executions() {
        return IntStream.range(0, 3).mapToObj(i -> Arguments.of(i, i == 2 ? SagaState.COMPLETED : SagaState.RUNNING));
    }

    @ParameterizedTest
    @MethodSource("executions")
    void an_executed_step_counts_and_keeps_its_data(int index, SagaState expected) {
        SagaRecord before = saga(index == 0 ? SagaState.NOT_STARTED : SagaState.RUNNING, index)
                .withFailure(new Failure("once", 1, BEGIN));

        SagaRecord after =
                StepResults.done(before, DEFINITION, step(index), DATA, NOW).after();

        assertThat(after.progress()).isEqualTo(new Progress(expected, index + 1, 3, STEPS.subList(0, index + 1)));
        assertThat(after.data()).isEqualTo(DATA);
        assertThat(after.failure()).isNull();
        assertThat(after.times()).isEqualTo(new Times(BEGIN, NOW, index == 2 ? NOW : null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_step_that_was_under_way_when_the_saga_was_cancelled_is_undone_too(int index) {
        SagaRecord before = saga(SagaState.RUNNING, index).withCancellation(MARK);

        SagaRecord after =
                StepResults.done(before, DEFINITION, step(index), DATA, NOW).after();

        assertThat(after.progress())
                .isEqualTo(new Progress(SagaState.COMPENSATING, index + 1, 3, STEPS.subList(0, index + 1)));
        assertThat(after.times().completedAt()).isNull();
    }

    @Test
    void a_saga_that_completes_while_it_is_told_to_pause_has_completed() {
        SagaRecord after = StepResults.done(saga(SagaState.RUNNING, 2).withPause(MARK), DEFINITION, step(2), DATA, NOW)
                .after();

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPLETED);
        assertThat(after.pause()).isNull();
    }

    @Test
    void a_pause_outlives_a_step_that_is_not_the_last() {
        SagaRecord after = StepResults.done(saga(SagaState.RUNNING, 1).withPause(MARK), DEFINITION, step(1), DATA, NOW)
                .after();

        assertThat(after.pause()).isEqualTo(MARK);
        assertThat(SagaCore.readyIn(after, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void an_undone_step_is_taken_away_from_the_end(int completed) {
        SagaRecord before = saga(SagaState.COMPENSATING, completed).withFailure(new Failure("no funds", 2, BEGIN));

        SagaRecord after = StepResults.done(before, DEFINITION, step(completed - 1), DATA, NOW)
                .after();

        SagaState expected = completed == 1 ? SagaState.COMPENSATED : SagaState.COMPENSATING;
        assertThat(after.progress())
                .isEqualTo(new Progress(expected, completed - 1, 3, STEPS.subList(0, completed - 1)));
        assertThat(after.failure()).isEqualTo(new Failure("no funds", 0, null));
        assertThat(after.times().completedAt()).isEqualTo(completed == 1 ? NOW : null);
    }

    @Test
    void a_failing_step_is_tried_again_with_growing_waits_and_then_compensation_begins() {
        SagaRecord saga = saga(SagaState.RUNNING, 1);
        for (int attempt = 1; attempt <= 2; attempt++) {
            saga = fail(saga, 1, new IllegalStateException("busy"));
            assertThat(saga.progress().state()).isEqualTo(SagaState.RUNNING);
            assertThat(failureOf(saga).attempts()).isEqualTo(attempt);
            assertThat(failureOf(saga).nextAttemptAt()).isEqualTo(NOW.plusSeconds(attempt));
            assertThat(SagaCore.readyIn(saga, NOW)).contains(Duration.ofSeconds(attempt));
            assertThat(SagaCore.readyIn(saga, NOW.plusSeconds(10))).contains(Duration.ZERO);
        }

        saga = fail(saga, 1, new IllegalStateException("busy"));

        assertThat(saga.progress()).isEqualTo(new Progress(SagaState.COMPENSATING, 1, 3, List.of("A")));
        assertThat(failureOf(saga).error()).contains("busy");
        assertThat(failureOf(saga).attempts()).isZero();
        assertThat(SagaCore.readyIn(saga, NOW)).contains(Duration.ZERO);
    }

    @Test
    void a_permanent_failure_is_not_tried_again() {
        SagaRecord after = fail(saga(SagaState.RUNNING, 2), 2, new PermanentFailureException("Insufficient funds"));

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(failureOf(after).error()).contains("Insufficient funds");
    }

    @Test
    void a_failure_named_as_permanent_is_not_tried_again() {
        SagaStep step = new SagaSteps(List.of(step(1)))
                .notRetrying(IllegalArgumentException.class)
                .all()
                .get(0);

        SagaRecord after = StepResults.failed(
                        saga(SagaState.RUNNING, 1),
                        DEFINITION,
                        step,
                        new NumberFormatException("x"),
                        NOW,
                        new Random(1))
                .after();

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPENSATING);
    }

    @Test
    void the_first_step_failing_for_good_leaves_nothing_to_undo() {
        SagaRecord after = fail(saga(SagaState.NOT_STARTED, 0), 0, new PermanentFailureException("no"));

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(after.times().completedAt()).isEqualTo(NOW);
    }

    @Test
    void a_cancelled_saga_does_not_wait_for_another_try() {
        SagaRecord after =
                fail(saga(SagaState.RUNNING, 1).withCancellation(MARK), 1, new IllegalStateException("busy"));

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPENSATING);
    }

    @Test
    void a_compensation_that_keeps_failing_ends_in_failed_and_tells_both_reasons() {
        SagaRecord saga = saga(SagaState.COMPENSATING, 2).withFailure(new Failure("Insufficient funds", 0, null));
        for (int attempt = 1; attempt <= 2; attempt++) {
            saga = fail(saga, 1, new IllegalStateException("warehouse is closed"));
            assertThat(saga.progress().state()).isEqualTo(SagaState.COMPENSATING);
            assertThat(failureOf(saga).attempts()).isEqualTo(attempt);
        }

        saga = fail(saga, 1, new IllegalStateException("warehouse is closed"));

        assertThat(saga.progress()).isEqualTo(new Progress(SagaState.FAILED, 2, 3, List.of("A", "B")));
        assertThat(failureOf(saga).error())
                .containsOnlyOnce("warehouse is closed")
                .containsOnlyOnce("Insufficient funds")
                .contains("Compensation of B failed");
    }

    @Test
    void a_compensation_is_retried_though_the_saga_is_cancelled() {
        SagaRecord after =
                fail(saga(SagaState.COMPENSATING, 2).withCancellation(MARK), 1, new IllegalStateException("busy"));

        assertThat(after.progress().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(failureOf(after).nextAttemptAt()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void every_way_through_ends_with_nothing_or_everything() {
        for (int failing = 0; failing <= 3; failing++) {
            SagaRecord saga = saga(SagaState.NOT_STARTED, 0);
            int moves = 0;
            while (!saga.progress().state().isTerminal()) {
                var act = (NextMove.Act) SagaCore.next(saga, DEFINITION, NOW);
                saga = act.step().equals(step(Math.min(failing, 2)))
                                && act.direction() == Direction.EXECUTE
                                && failing < 3
                        ? fail(saga, failing, new PermanentFailureException("no"))
                        : StepResults.done(saga, DEFINITION, act.step(), saga.data(), NOW)
                                .after();
                assertThat(++moves).isLessThan(10);
            }
            assertThat(saga.progress().completedSteps()).hasSize(failing == 3 ? 3 : 0);
            assertThat(moves).isEqualTo(failing == 3 ? 3 : 2 * failing + 1);
        }
    }

    @Test
    void the_order_of_values_does_not_change_a_fingerprint() {
        assertThat(StartSaga.fingerprint(SagaData.parse("{\"a\":1,\"b\":[2]}")))
                .isEqualTo(StartSaga.fingerprint(SagaData.parse("{\"b\":[2],\"a\":1}")))
                .isNotEqualTo(StartSaga.fingerprint(SagaData.parse("{\"b\":[3],\"a\":1}")));
    }

    private static SagaRecord fail(SagaRecord saga, int step, Throwable cause) {
        return StepResults.failed(saga, DEFINITION, step(step), cause, NOW, new Random(1))
                .after();
    }

    private static Failure failureOf(SagaRecord saga) {
        return Objects.requireNonNull(saga.failure());
    }
}
