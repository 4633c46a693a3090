package org.headrace.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.StepKind.Awaiting;
import org.headrace.saga.StepKind.External;
import org.headrace.saga.StepKind.Transactional;
import org.junit.jupiter.api.Test;

class SagaStepsTest {

    private static final SagaAction ACTION = context -> {};
    private static final SagaAction UNDO = context -> {};
    private static final SagaProbe PROBE = context -> Finding.UNKNOWN;
    private static final RetryPolicy ONCE = new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);

    @Test
    void whatFollowsAStepSaysMoreOfThatStepOnly() {
        SagaSteps steps = SagaSteps.first("A", ACTION)
                .compensatedBy(UNDO)
                .retrying(ONCE)
                .thenCall("B", ACTION)
                .whenInDoubtAsk(PROBE)
                .within(Duration.ofSeconds(5))
                .thenAwait("C", Duration.ofDays(1))
                .onSignal(ACTION)
                .then("D", ACTION)
                .retryingCompensation(ONCE);

        SagaStep a = steps.all().get(0);
        SagaStep b = steps.all().get(1);
        SagaStep c = steps.all().get(2);
        SagaStep d = steps.all().get(3);
        assertThat(steps.all()).extracting(SagaStep::name).containsExactly("A", "B", "C", "D");
        assertThat(a.kind()).isEqualTo(new Transactional());
        assertThat(a.compensation()).isSameAs(UNDO);
        assertThat(a.options().retry()).isEqualTo(ONCE);
        assertThat(b.kind()).isEqualTo(new External(InDoubt.PROBE, PROBE, true));
        assertThat(b.compensation()).isNull();
        assertThat(b.options().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(b.options().retry()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(c.kind()).isEqualTo(new Awaiting(Duration.ofDays(1)));
        assertThat(c.execution()).isSameAs(ACTION);
        assertThat(d.options().compensationRetry()).isEqualTo(ONCE);
        assertThat(d.options().timeout()).isEqualTo(StepOptions.DEFAULT.timeout());
    }

    @Test
    void aStoryIsNotChangedByGoingOn() {
        SagaSteps first = SagaSteps.first("A", ACTION);

        SagaSteps more = first.compensatedBy(UNDO).then("B", ACTION);

        assertThat(first.all()).singleElement().satisfies(step -> assertThat(step.compensation())
                .isNull());
        assertThat(more.all()).hasSize(2);
    }

    @Test
    void doubtIsDealtWithAsTheCallSays() {
        assertThat(kindOf(SagaSteps.firstCall("A", ACTION))).isEqualTo(new External(InDoubt.RETRY, null, true));
        assertThat(kindOf(SagaSteps.firstCall("A", ACTION).whenInDoubtPark().undoneOnlyWhenCertain()))
                .isEqualTo(new External(InDoubt.PARK, null, false));
        assertThat(kindOf(
                        SagaSteps.firstCall("A", ACTION).undoneOnlyWhenCertain().whenInDoubtAsk(PROBE)))
                .isEqualTo(new External(InDoubt.PROBE, PROBE, false));
    }

    private static StepKind kindOf(SagaSteps steps) {
        return steps.all().get(0).kind();
    }

    @Test
    void failuresAreWorthARetryAsTheStepSays() {
        StepOptions any = optionsOf(SagaSteps.first("A", ACTION));
        StepOptions some = optionsOf(SagaSteps.first("A", ACTION)
                .retryingOn(IOException.class)
                .retryingOn(IllegalStateException.class)
                .notRetrying(ConnectException.class));

        assertThat(any.isWorthARetry(new IllegalArgumentException())).isTrue();
        assertThat(any.isWorthARetry(new PermanentFailureException("no"))).isFalse();
        assertThat(some.isWorthARetry(new IOException())).isTrue();
        assertThat(some.isWorthARetry(new IllegalStateException())).isTrue();
        assertThat(some.isWorthARetry(new ConnectException())).isFalse();
        assertThat(some.isWorthARetry(new IllegalArgumentException())).isFalse();
    }

    private static StepOptions optionsOf(SagaSteps steps) {
        return steps.all().get(0).options();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        List<Supplier<Object>> wrong = List.of(
                () -> SagaSteps.first("A", ACTION).then("A", ACTION),
                () -> SagaSteps.first(" ", ACTION),
                () -> new SagaSteps(List.of()),
                () -> SagaSteps.first("A", ACTION).whenInDoubtPark(),
                () -> SagaSteps.first("A", ACTION).whenInDoubtAsk(PROBE),
                () -> SagaSteps.first("A", ACTION).onSignal(ACTION),
                () -> SagaSteps.firstAwait("A", Duration.ZERO),
                () -> SagaSteps.first("A", ACTION).within(Duration.ofMillis(999)),
                () -> SagaDeadline.of(Duration.ofSeconds(-1)),
                () -> SagaTrigger.on("no stream", "Type"));

        for (Supplier<Object> attempt : wrong) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(attempt::get);
        }
    }

    @Test
    void theKeyOfACallIsTheSameAtEveryTry() {
        var saga = new Saga("s-1", "c-1", "pay");
        var first = new SagaContext(saga, SagaState.RUNNING, "Charge", SagaData.empty(), 0);
        var again = new SagaContext(saga, SagaState.RUNNING, "Charge", SagaData.empty(), 3);
        var undo = new SagaContext(saga, SagaState.COMPENSATING, "Charge", SagaData.empty(), 0);

        assertThat(first.idempotencyKey()).isEqualTo("s-1:Charge:execute").isEqualTo(again.idempotencyKey());
        assertThat(undo.idempotencyKey()).isEqualTo("s-1:Charge:compensate");
    }

    @Test
    void happeningsAreTypedAsEventsAre() {
        assertThat(SagaHappening.Type.STARTED.label()).isEqualTo("SagaStarted");
        assertThat(SagaHappening.Type.STEP_NEVER_HAPPENED.label()).isEqualTo("StepNeverHappened");
        assertThat(SagaHappening.Type.UNDO_MARKED.label()).isEqualTo("SagaUndoMarked");
    }
}
