package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaSteps;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sagas that wait for a signal, and sagas that must have ended by a time. */
abstract class SagaSignalsContract extends SagaContract {

    private static final String NAME = "waiting";
    private static final Duration LONG = Duration.ofHours(1);
    private static final RetryPolicy QUICK = new RetryPolicy(2, Duration.ofMillis(20), Duration.ofMillis(100), 0);

    private StorySaga saga(Duration atMost) {
        return StorySaga.of(NAME, before().thenAwait("Approved", atMost).then("Ship", context -> env.effects()
                .add(context.saga().id(), "shipped " + context.find("Approved", JsonText.class))));
    }

    private SagaSteps before() {
        return SagaSteps.first(
                        "Reserve", context -> env.effects().add(context.saga().id(), "reserved"))
                .compensatedBy(context -> env.effects().add(context.saga().id(), "released"));
    }

    private static SagaSignal signal(String id, String data, @Nullable String key) {
        return new SagaSignal(id, "Approved", JsonText.of(data), key);
    }

    private static String startAndWait(Node node) {
        String id = start(node, NAME);
        node.awaitThat(id, status -> status.outlook().awaitedUntil() != null);
        return id;
    }

    @Test
    void a_saga_waits_for_its_signal_and_keeps_what_came_with_it() {
        Node node = env.newNode(saga(LONG));
        String id = startAndWait(node);
        node.awaitIdle();
        SagaStatus waiting = node.sagas.status(id);

        boolean taken = node.sagas.signal(signal(id, "{\"by\":\"ada\"}", null));
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(taken).isTrue();
        assertThat(waiting.progress().state()).isEqualTo(SagaState.RUNNING);
        assertThat(waiting.outlook().awaited()).isEqualTo("Approved");
        assertThat(SagaData.of(status.data().get("Approved", JsonText.class)).get("by", String.class))
                .isEqualTo("ada");
        assertThat(env.effects().of(id)).hasSize(2);
        assertThat(status.outlook().awaited()).isNull();
        assertThat(history(id))
                .containsExactly(
                        "SagaStarted",
                        "StepCompleted Reserve execute",
                        "SagaAwaiting Approved execute",
                        "SagaSignalled",
                        "StepCompleted Approved execute",
                        "StepCompleted Ship execute",
                        "SagaCompleted");
    }

    @Test
    void a_signal_that_comes_early_is_there_when_it_is_waited_for() {
        String id = start(env.newIdleNode(saga(LONG)), NAME);
        Node node = env.newNode(saga(LONG));
        env.newIdleNode(saga(LONG)).sagas.signal(signal(id, "1", null));

        node.await(id, SagaState.COMPLETED);

        assertThat(env.effects().of(id)).containsExactly("reserved", "shipped Optional[1]");
        assertThat(history(id)).doesNotContain("SagaAwaiting Approved execute");
    }

    @Test
    void without_the_signal_in_time_what_was_done_is_undone() {
        Node node = env.newNode(saga(Duration.ofMillis(300)));
        String id = startAndWait(node);

        SagaStatus status = node.await(id, SagaState.COMPENSATED);

        assertThat(Objects.requireNonNull(status.failure()).error()).contains("No signal Approved came within PT0.3S");
        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> node.sagas.signal(signal(id, "1", null)))
                .withMessageContaining("Compensated");
    }

    @Test
    void the_same_key_is_the_same_signal() {
        Node idle = env.newIdleNode(saga(LONG));
        String id = start(idle, NAME);

        assertThat(idle.sagas.signal(signal(id, "1", "k"))).isTrue();
        assertThat(idle.sagas.signal(signal(id, "2", "k"))).isFalse();
        Node node = env.newNode(saga(LONG));
        node.await(id, SagaState.COMPLETED);

        assertThat(node.sagas.signal(signal(id, "1", "k"))).as("after the end").isFalse();
        assertThat(env.effects().of(id)).containsExactly("reserved", "shipped Optional[1]");
    }

    @Test
    void a_signal_belongs_to_the_callers_transaction() throws Exception {
        Node node = env.newNode(saga(LONG));
        String id = startAndWait(node);
        node.awaitIdle();

        env.jta().rolledBack(() -> node.sagas.signal(signal(id, "1", null)));
        node.scan();
        node.awaitIdle();
        assertThat(node.sagas.status(id).progress().currentStep()).isEqualTo(1);
        env.inTransaction(() -> node.sagas.signal(signal(id, "2", null)));

        node.await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("reserved", "shipped Optional[2]");
    }

    @Test
    void what_is_done_on_a_signal_may_fail_and_the_signal_is_there_again() {
        var failing = new AtomicBoolean(true);
        SagaSteps steps = before().thenAwait("Approved", LONG)
                .onSignal(context -> {
                    env.effects().add(context.saga().id(), "approved " + context.get("Approved", Integer.class));
                    if (failing.getAndSet(false)) {
                        throw new IllegalStateException("busy");
                    }
                })
                .retrying(QUICK);
        Node node = env.newNode(StorySaga.of(NAME, steps));
        String id = startAndWait(node);

        node.sagas.signal(signal(id, "7", null));
        node.await(id, SagaState.COMPLETED);

        assertThat(failing).isFalse();
        assertThat(env.effects().of(id)).containsExactly("reserved", "approved 7");
    }

    @Test
    void what_nobody_waits_for_is_refused() {
        Node node = env.newNode(saga(LONG), StorySaga.of("other", before()));
        String id = startAndWait(node);
        String other = start(node, "other");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> node.sagas.signal(new SagaSignal(id, "Aproved", JsonText.of("1"), null)))
                .withMessageContaining("[Approved]");
        assertThatExceptionOfType(SagaNotFoundException.class)
                .isThrownBy(() -> node.sagas.signal(signal("none", "1", null)));
        node.await(other, SagaState.COMPLETED);
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> node.sagas.signal(signal(other, "1", null)));
        node.sagas.signal(signal(id, "1", null));
        node.await(id, SagaState.COMPLETED);
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> node.sagas.signal(signal(id, "1", null)));
    }

    @Test
    void a_paused_saga_takes_its_signal_when_it_is_resumed() {
        Node node = env.newNode(saga(LONG));
        String id = startAndWait(node);
        node.awaitIdle();
        node.sagas.pause(id, ADA);
        node.sagas.signal(signal(id, "1", null));
        node.scan();
        node.awaitIdle();
        assertThat(node.sagas.status(id).progress().currentStep()).isEqualTo(1);

        node.sagas.resume(id, ADA);

        node.await(id, SagaState.COMPLETED);
    }

    /** Whether the signal or the waiting comes first, no saga may sleep through it. Nothing scans here. */
    @Test
    void no_signal_is_slept_through() throws Exception {
        Node node = env.newNode(saga(LONG));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 60; i++) {
                String id = start(node, NAME);
                var unused = caller.submit(() -> node.sagas.signal(signal(id, "1", null)));
                Awaitility.await("saga " + i)
                        .atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> node.sagas.status(id).progress().state() == SagaState.COMPLETED);
            }
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void a_saga_that_is_late_is_cancelled_by_the_system() {
        Node node = env.newNode(saga(LONG).within(SagaDeadline.of(Duration.ofMillis(400))));
        String id = startAndWait(node);

        SagaStatus status = node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
        assertThat(Objects.requireNonNull(status.cancellation()).by().principal())
                .isEqualTo("headrace");
        assertThat(status.explanation()).contains("deadline");
        assertThat(history(id)).contains("SagaCancelled");
    }

    @Test
    void a_saga_that_waits_for_another_try_is_late_before_it() {
        SagaSteps steps = before().then("Ship", context -> {
                    throw new IllegalStateException("busy");
                })
                .retrying(new RetryPolicy(3, LONG, LONG, 0));
        Node node = env.newNode(StorySaga.of(NAME, steps).within(SagaDeadline.of(Duration.ofMillis(500))));

        String id = start(node, NAME);
        node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("reserved", "released");
    }

    @Test
    void a_step_that_is_under_way_at_the_deadline_ends_and_is_undone_unless_it_was_the_last() throws Exception {
        var atShip = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        SagaSteps steps = before().then("Ship", context -> hold(atShip, release));
        Node node = env.newNode(StorySaga.of(NAME, steps).within(SagaDeadline.of(Duration.ofMillis(200))));

        String id = start(node, NAME);
        await(atShip);
        TimeUnit.MILLISECONDS.sleep(300);
        release.countDown();

        node.await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("reserved");
    }

    @Test
    void a_compensation_takes_as_long_as_it_takes() {
        SagaSteps steps = before().then("Ship", context -> {
                    throw new PermanentFailureException("no lorry");
                })
                .compensatedBy(context -> {});
        var saga = StorySaga.of(NAME, steps).within(SagaDeadline.of(Duration.ofMillis(1)));
        Node idle = env.newIdleNode(saga);
        String late = start(idle, NAME);

        env.newNode(saga).await(late, SagaState.COMPENSATED);

        assertThat(env.effects().of(late)).as("late before its first step").isEmpty();
        assertThat(history(late)).isEqualTo(List.of("SagaStarted", "SagaCancelled", "SagaCompensated"));
    }
}
