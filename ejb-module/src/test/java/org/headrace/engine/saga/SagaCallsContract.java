package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStep;
import org.headrace.saga.SagaSteps;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that call another system, and what becomes of calls whose end nobody knows. */
abstract class SagaCallsContract extends SagaContract {

    private static final String NAME = "pay";
    private static final RetryPolicy QUICK = new RetryPolicy(2, Duration.ofMillis(20), Duration.ofMillis(100), 0);

    private final Gateway gateway = new Gateway();

    /** What nodes that are gone wait for: let go at the end, so that their threads end. */
    private final List<CountDownLatch> released = new ArrayList<>();

    @AfterEach
    void release() {
        released.forEach(CountDownLatch::countDown);
    }

    private StorySaga saga(UnaryOperator<SagaSteps> more) {
        SagaSteps steps = SagaSteps.first(
                        "Reserve", context -> env.effects().add(context.saga().id(), "reserved"))
                .compensatedBy(context -> env.effects().add(context.saga().id(), "released"))
                .thenCall("Charge", gateway::charge)
                .compensatedBy(gateway::refund)
                .retrying(QUICK)
                .retryingCompensation(QUICK);
        return StorySaga.of(NAME, more.apply(steps).then("Ship", context -> env.effects()
                .add(context.saga().id(), "shipped")));
    }

    private static String chargeKey(String id) {
        return SagaContext.idempotencyKey(id, "Charge", Direction.EXECUTE);
    }

    @Test
    void a_call_is_told_before_it_is_made_and_after() throws Exception {
        var atCall = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        gateway.before("charge", context -> {
            assertThat(env.jta().userTransaction().getStatus())
                    .as("no transaction")
                    .isEqualTo(Status.STATUS_NO_TRANSACTION);
            hold(atCall, release);
        });
        Node node = env.newNode(saga(steps -> steps));

        String id = start(node, NAME);
        await(atCall);
        List<String> during = history(id);
        release.countDown();
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(during).endsWith("StepStarted Charge execute");
        assertThat(history(id))
                .containsExactly(
                        "SagaStarted",
                        "StepCompleted Reserve execute",
                        "StepStarted Charge execute",
                        "StepCompleted Charge execute",
                        "StepCompleted Ship execute",
                        "SagaCompleted");
        assertThat(status.data().get("receipt", String.class)).isEqualTo("R-0");
        assertThat(gateway.effectsOf(id + ":Charge:execute")).isEqualTo(1);
        assertThat(env.log().of(id, 0, 10).get(2).step())
                .isEqualTo(new SagaHappening.Try("Charge", Direction.EXECUTE, 0, id + ":Charge:execute"));
    }

    @Test
    void steps_and_calls_are_new_spans_of_the_trace_that_the_saga_was_started_in() {
        TraceContext trace = TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=b")
                .orElseThrow();
        List<TraceContext> spans = new CopyOnWriteArrayList<>();
        SagaAction note = context -> {
            assertThat(context.saga().trace()).isEqualTo(trace);
            spans.add(TraceContext.current().orElseThrow());
        };
        gateway.before("charge", note);
        Node node = env.newNode(saga(steps -> steps.then("Note", note)));

        TraceScope scope = TraceScope.open(trace);
        String id = start(node, NAME);
        scope.close();
        node.await(id, SagaState.COMPLETED);

        assertThat(spans).hasSize(2).doesNotHaveDuplicates().allSatisfy(span -> {
            assertThat(span.traceId()).isEqualTo(trace.traceId());
            assertThat(span.state()).isEqualTo("a=b");
            assertThat(span).isNotEqualTo(trace);
        });
        assertThat(env.log().of(id, 0, 100))
                .isNotEmpty()
                .allSatisfy(happening -> assertThat(happening.saga().trace()).isEqualTo(trace));
        assertThat(env.states().load(id).orElseThrow().saga().trace()).isEqualTo(trace);
    }

    @Test
    void a_failed_call_is_made_again_with_the_same_key() {
        gateway.after("charge", context -> {
            if (context.attempt() < 2) {
                throw new IOException("the answer was lost");
            }
        });
        Node node = env.newNode(saga(steps -> steps));

        String id = start(node, NAME);
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "charge", "charge");
        assertThat(gateway.effectsOf(chargeKey(id))).isEqualTo(1);
        assertThat(status.data().get("receipt", String.class)).isEqualTo("R-2");
        assertThat(history(id)).doesNotContain("StepUnknown Charge execute");
    }

    @Test
    void a_call_that_was_refused_is_not_undone() {
        gateway.before("charge", context -> {
            throw new PermanentFailureException("declined");
        });
        Node node = env.newNode(saga(steps -> steps));

        String id = start(node, NAME);
        SagaStatus status = node.await(id, SagaState.COMPENSATED);

        assertThat(gateway.calls).containsExactly("charge");
        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
        assertThat(Objects.requireNonNull(status.failure()).error()).contains("declined");
    }

    @Test
    void a_call_whose_tries_are_spent_is_undone_first_since_it_may_have_taken_effect() {
        gateway.after("charge", context -> {
            throw new IOException("the answer was lost");
        });
        Node node = env.newNode(saga(steps -> steps));

        String id = start(node, NAME);
        node.await(id, SagaState.COMPENSATED);

        assertThat(gateway.calls).containsExactly("charge", "charge", "charge", "refund");
        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
        assertThat(history(id))
                .endsWith(
                        "StepFailed Charge execute",
                        "SagaCompensating",
                        "StepStarted Charge compensate",
                        "StepCompleted Charge compensate",
                        "StepCompleted Reserve compensate",
                        "SagaCompensated");
    }

    @Test
    void a_step_may_say_that_it_is_undone_only_when_it_is_certain() {
        gateway.after("charge", context -> {
            throw new IOException("the answer was lost");
        });
        Node node = env.newNode(saga(SagaSteps::undoneOnlyWhenCertain));

        String id = start(node, NAME);
        node.await(id, SagaState.COMPENSATED);

        assertThat(gateway.calls).containsExactly("charge", "charge", "charge");
    }

    @Test
    void a_call_that_takes_too_long_is_interrupted_and_in_doubt() {
        gateway.after("charge", context -> {
            if (context.attempt() == 0) {
                TimeUnit.SECONDS.sleep(60);
            }
        });
        Node node =
                env.newNode(saga(steps -> steps.within(Duration.ofSeconds(1)).whenInDoubtAsk(gateway::ask)));

        String id = start(node, NAME);
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "ask");
        assertThat(status.data().get("receipt", String.class)).isEqualTo("found");
        assertThat(env.log().of(id, 0, 100).stream().map(happening -> String.valueOf(happening.error())))
                .anyMatch(error -> error.contains("longer than PT1S"));
    }

    @Test
    void a_node_that_dies_in_a_call_is_followed_by_one_that_makes_it_again() throws Exception {
        String id = dieInTheCall(saga(steps -> steps));

        Node other = env.newNode(saga(steps -> steps));
        gateway.heal();
        other.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "charge");
        assertThat(gateway.effectsOf(chargeKey(id))).isEqualTo(1);
        assertThat(history(id))
                .containsSequence(
                        "StepStarted Charge execute",
                        "StepUnknown Charge execute",
                        "StepStarted Charge execute",
                        "StepCompleted Charge execute");
    }

    @Test
    void the_probe_is_asked_and_what_happened_is_not_done_again() throws Exception {
        UnaryOperator<SagaSteps> asking = steps -> steps.whenInDoubtAsk(gateway::ask);
        String id = dieInTheCall(saga(asking));

        Node other = env.newNode(saga(asking));
        gateway.heal();
        SagaStatus status = other.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "ask");
        assertThat(status.data().get("receipt", String.class)).isEqualTo("found");
        assertThat(env.effects().of(id)).containsExactly("reserved", "shipped");
    }

    @Test
    void what_never_happened_is_done_after_all() throws Exception {
        UnaryOperator<SagaSteps> asking = steps -> steps.whenInDoubtAsk(gateway::ask);
        gateway.answering(context -> Finding.NEVER_HAPPENED);
        String id = dieInTheCall(saga(asking));

        Node other = env.newNode(saga(asking));
        gateway.heal();
        other.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "ask", "charge");
        assertThat(history(id))
                .containsSequence(
                        "StepUnknown Charge execute",
                        "StepNeverHappened Charge execute",
                        "StepStarted Charge execute",
                        "StepCompleted Charge execute");
    }

    @Test
    void a_probe_that_cannot_tell_is_asked_again() throws Exception {
        UnaryOperator<SagaSteps> asking = steps -> steps.whenInDoubtAsk(gateway::ask);
        var questions = new AtomicInteger();
        gateway.answering(context -> switch (questions.incrementAndGet()) {
            case 1 -> Finding.UNKNOWN;
            case 2 -> throw new IOException("not reached");
            default -> Finding.HAPPENED;
        });
        String id = dieInTheCall(saga(asking));

        Node other = env.newNode(saga(asking));
        gateway.heal();
        other.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge", "ask", "ask", "ask");
    }

    @Test
    void a_parked_call_waits_for_an_operator() throws Exception {
        String id = dieInTheCall(saga(SagaSteps::whenInDoubtPark));

        Node other = env.newNode(saga(SagaSteps::whenInDoubtPark));
        gateway.heal();
        SagaStatus parked = other.awaitThat(id, status -> status.pause() != null);
        other.awaitIdle();

        assertThat(gateway.calls).containsExactly("charge");
        assertThat(Objects.requireNonNull(parked.pause()).by().principal()).isEqualTo("headrace");
        assertThat(parked.explanation()).contains("Charge");
        assertThat(history(id)).endsWith("StepUnknown Charge execute", "SagaPaused");
    }

    @Test
    void a_failure_of_a_call_that_must_not_be_made_twice_parks_it_unless_it_is_named_as_harmless() {
        gateway.before("charge", context -> {
            throw context.attempt() == 0 ? new ConnectException("nobody there") : new IOException("reset");
        });
        Node node = env.newNode(saga(steps -> steps.whenInDoubtPark().retryingOn(ConnectException.class)));

        String id = start(node, NAME);
        node.awaitThat(id, status -> status.pause() != null);

        assertThat(gateway.calls).containsExactly("charge", "charge");
    }

    @Test
    void an_undo_that_dies_in_the_call_is_gone_on_with_as_its_step_says() throws Exception {
        UnaryOperator<SagaSteps> asking = steps -> steps.whenInDoubtAsk(gateway::ask);
        var failing = failing(saga(asking));
        var atUndo = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        gateway.after("refund", context -> hold(atUndo, never));
        Node node = env.newNode(failing);
        String id = start(node, NAME);
        await(atUndo);
        node.fallSilent();

        Node other = env.newNode(failing);
        other.await(id, SagaState.COMPENSATED);
        never.countDown();

        assertThat(gateway.calls).containsExactly("charge", "refund", "ask");
        assertThat(gateway.effectsOf(id + ":Charge:compensate")).isEqualTo(1);
        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
    }

    @Test
    void a_call_in_doubt_of_a_cancelled_saga_is_undone() throws Exception {
        String id = dieInTheCall(saga(steps -> steps));

        Node other = env.newIdleNode(saga(steps -> steps));
        other.sagas.cancel(id, ADA);
        gateway.heal();
        env.newNode(saga(steps -> steps)).await(id, SagaState.COMPENSATED);

        assertThat(gateway.calls).containsExactly("charge", "refund");
        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
    }

    @Test
    void a_saga_cancelled_while_it_calls_undoes_the_call() throws Exception {
        var atCall = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        gateway.before("charge", context -> hold(atCall, release));
        Node node = env.newNode(saga(steps -> steps));
        String id = start(node, NAME);
        await(atCall);
        node.sagas.cancel(id, ADA);
        release.countDown();

        node.await(id, SagaState.COMPENSATED);

        assertThat(gateway.calls).containsExactly("charge", "refund");
    }

    @Test
    void a_saga_paused_while_it_calls_keeps_what_the_call_did() throws Exception {
        var atCall = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        gateway.before("charge", context -> hold(atCall, release));
        Node node = env.newNode(saga(steps -> steps));
        String id = start(node, NAME);
        await(atCall);
        node.sagas.pause(id, ADA);
        release.countDown();
        node.awaitThat(id, status -> status.progress().currentStep() == 2);
        node.sagas.resume(id, ADA);

        node.await(id, SagaState.COMPLETED);

        assertThat(gateway.calls).containsExactly("charge");
    }

    /** The same, but its last step fails for good. */
    private StorySaga failing(StorySaga saga) {
        List<SagaStep> steps = saga.steps().all();
        return StorySaga.of(NAME, new SagaSteps(steps.subList(0, 2)).then("Ship", context -> {
                    throw new PermanentFailureException("no lorry");
                }));
    }

    /** A node makes the call, which takes effect, and is never heard of again. */
    private String dieInTheCall(StorySaga saga) throws InterruptedException {
        var atCall = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        gateway.after("charge", context -> hold(atCall, never));
        Node node = env.newNode(saga);
        String id = start(node, NAME);
        await(atCall);
        node.fallSilent();
        released.add(never);
        return id;
    }
}
