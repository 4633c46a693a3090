package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators may do to sagas, whatever keeps them. */
@Timeout(120)
abstract class SagaOperatorsContract {

    static final Operator ADA = new Operator("ada", "test");

    SagaEnvironment env;
    TestSaga definition;

    abstract SagaEnvironment newEnvironment();

    @BeforeEach
    void open() {
        env = newEnvironment();
        definition = new TestSaga(env.effects());
    }

    @AfterEach
    void close() {
        env.close();
    }

    @Test
    void a_pause_takes_effect_at_the_next_boundary() throws Exception {
        var atB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> hold(atB, release));
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atB.await(30, TimeUnit.SECONDS)).isTrue();
        SagaStatus asked = node.sagas.pause(id, ADA);
        assertThat(asked.pause()).isNotNull();
        assertThat(release.getCount()).as("the step is still under way").isEqualTo(1);
        release.countDown();
        SagaStatus paused = node.awaitThat(id, status -> status.progress().currentStep() == 2);
        node.awaitIdle();

        assertThat(paused.progress().state()).isEqualTo(SagaState.RUNNING);
        assertThat(paused.explanation()).contains("paused by ada");
        Node other = env.newNode(definition);
        other.scan();
        other.awaitIdle();
        assertThat(env.effects().of(id)).containsExactly("A", "B");

        node.sagas.resume(id, ADA);
        node.await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void a_pause_that_is_lifted_during_the_step_leaves_no_trace() throws Exception {
        var atB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> hold(atB, release));
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atB.await(30, TimeUnit.SECONDS)).isTrue();
        node.sagas.pause(id, ADA);
        node.sagas.resume(id, ADA);
        release.countDown();

        node.await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C"})
    void a_cancelled_saga_ends_the_step_it_is_in_and_undoes_it_too(String cancelledAt) throws Exception {
        var atStep = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at(cancelledAt, context -> hold(atStep, release));
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atStep.await(30, TimeUnit.SECONDS)).isTrue();
        SagaStatus asked = node.sagas.cancel(id, ADA);
        assertThat(asked.cancellation()).isNotNull();
        assertThat(asked.progress().state().isTerminal()).isFalse();
        release.countDown();
        SagaStatus status = node.await(id, SagaState.COMPENSATED);

        List<String> expected =
                switch (cancelledAt) {
                    case "A" -> List.of("A", "-A");
                    case "B" -> List.of("A", "B", "-B", "-A");
                    default -> List.of("A", "B", "C", "-C", "-B", "-A");
                };
        assertThat(env.effects().of(id)).isEqualTo(expected);
        assertThat(status.explanation()).contains("cancelled by ada");
    }

    @Test
    void a_paused_saga_is_cancelled_all_the_same_even_while_its_step_is_under_way() throws Exception {
        var atA = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("A", context -> hold(atA, release));
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atA.await(30, TimeUnit.SECONDS)).isTrue();
        node.sagas.pause(id, ADA);
        node.sagas.cancel(id, ADA);
        release.countDown();

        node.await(id, SagaState.COMPENSATED);
        assertThat(env.effects().of(id)).containsExactly("A", "-A");
    }

    @Test
    void what_operators_do_is_recorded_and_what_is_refused_is_not() {
        Node idle = env.newIdleNode(definition);
        String id = start(idle);
        idle.sagas.pause(id, ADA);
        idle.sagas.resume(id, new Operator("bob", ""));
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> idle.sagas.resume(id, ADA));
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> idle.sagas.retry(id, ADA));
        idle.sagas.cancel(id, ADA);

        assertThat(env.actions()
                        .find(new OperatorActions.Query(OperatorAction.saga(id), 10, null))
                        .actions())
                .extracting(a -> a.action() + " by " + a.by().principal() + ": " + a.by().reason())
                .containsExactly("cancel by ada: test", "resume by bob: ", "pause by ada: test");
    }

    @Test
    void a_saga_that_has_not_begun_is_cancelled_without_any_step() {
        Node idle = env.newIdleNode(definition);
        String id = start(idle);

        SagaStatus status = idle.sagas.cancel(id, ADA);

        assertThat(status.progress().state()).isEqualTo(SagaState.COMPENSATED);
        Node node = env.newNode(definition);
        node.scan();
        node.awaitIdle();
        assertThat(env.effects().of(id)).isEmpty();
    }

    @Test
    void a_saga_that_stands_paused_before_its_first_step_is_cancelled_or_resumed() {
        Node idle = env.newIdleNode(definition);
        String cancelled = start(idle);
        String resumed = start(idle);
        idle.sagas.pause(cancelled, ADA);
        idle.sagas.pause(resumed, ADA);
        Node node = env.newNode(definition);
        node.scan();
        node.awaitIdle();

        assertThat(idle.sagas.cancel(cancelled, ADA).progress().state()).isEqualTo(SagaState.COMPENSATED);
        idle.sagas.resume(resumed, ADA);

        node.await(resumed, SagaState.COMPLETED);
        assertThat(env.effects().of(cancelled)).isEmpty();
    }

    @Test
    void a_saga_that_waits_for_another_try_is_cancelled_at_once() {
        definition.at("B", context -> {
            throw new IllegalStateException("busy");
        });
        Node node = env.newNode(new SlowRetry(definition));

        String id = node.sagas.start(SagaStart.of("slow", SagaData.empty())).sagaId();
        node.awaitThat(id, status -> status.failure() != null);
        node.sagas.cancel(id, ADA);
        node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("A", "-A");
    }

    /** The entry is somebody's for a moment, so that the operator can neither lock nor change it. */
    @Test
    void a_worker_between_two_steps_sees_a_pause_though_its_entry_is_as_it_was() {
        Node node = env.newNode(definition);
        betweenAAndB(id -> env.inTransaction(() -> {
            assertThat(env.work().tryLock(id)).isTrue();
            return elsewhere(() -> node.sagas.pause(id, ADA));
        }));

        String id = start(node);
        node.awaitThat(id, status -> status.pause() != null);
        node.awaitIdle();

        assertThat(env.effects().of(id)).containsExactly("A");
        node.sagas.resume(id, ADA);
        node.await(id, SagaState.COMPLETED);
    }

    @Test
    void a_worker_between_two_steps_loses_a_saga_that_an_operator_changes() {
        Node node = env.newNode(definition);
        betweenAAndB(id -> node.sagas.cancel(id, ADA));

        String id = start(node);
        node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("A", "-A");
        List<Long> fences = env.log().of(id, 0, 100).stream()
                .filter(happening -> happening.type() == SagaHappening.Type.STEP_COMPLETED)
                .map(happening -> Objects.requireNonNull(happening.runner()).fence())
                .toList();
        assertThat(fences).as("claimed anew").hasSize(2).doesNotHaveDuplicates().isSorted();
    }

    /** Has it done on another thread when A is committed, and the entry about to be locked for B. */
    private void betweenAAndB(Task task) {
        var saga = new AtomicReference<String>();
        definition.at("A", context -> saga.set(context.saga().id()));
        env.beforeLock(() -> {
            String id = saga.get();
            if (id != null && env.states().load(id).orElseThrow().progress().currentStep() == 1) {
                saga.set(null);
                elsewhere(() -> task.run(id));
            }
        });
    }

    private interface Task {
        Object run(String sagaId) throws Exception;
    }

    private static Object elsewhere(Callable<?> task) {
        try (var others = new Concurrently()) {
            return Concurrently.await(others.start(task));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_saga_that_waits_for_another_try_is_retried_at_once() {
        definition.at("B", context -> {
            throw new IllegalStateException("busy");
        });
        Node node = env.newNode(new SlowRetry(definition));

        String id = node.sagas.start(SagaStart.of("slow", SagaData.empty())).sagaId();
        SagaStatus waiting = node.awaitThat(id, status -> status.failure() != null);
        assertThat(waiting.explanation()).contains("is tried again at");
        node.awaitIdle();
        definition.clear("B");
        node.sagas.retry(id, ADA);

        node.await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void an_ended_saga_refuses_operators() {
        Node node = env.newNode(definition);
        String id = start(node);
        node.await(id, SagaState.COMPLETED);

        for (var action : List.<Runnable>of(
                () -> node.sagas.cancel(id, ADA),
                () -> node.sagas.pause(id, ADA),
                () -> node.sagas.resume(id, ADA),
                () -> node.sagas.retry(id, ADA))) {
            assertThatExceptionOfType(SagaStateException.class).isThrownBy(action::run);
        }
        assertThat(node.sagas.status(id).progress().state()).isEqualTo(SagaState.COMPLETED);
    }

    static String start(Node node) {
        return node.sagas.start(SagaStart.of(TestSaga.NAME, SagaData.empty())).sagaId();
    }

    /** Tells that it is there and waits to be let go. */
    static void hold(CountDownLatch there, CountDownLatch release) throws InterruptedException {
        there.countDown();
        if (!release.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("never released");
        }
    }
}
