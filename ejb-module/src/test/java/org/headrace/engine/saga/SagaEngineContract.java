package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of sagas, whatever keeps them. */
abstract class SagaEngineContract extends SagaDecisionsContract {

    @Test
    void steps_run_in_order_and_the_state_is_kept() {
        Node node = env.newNode(definition);

        SagaStarted started = node.sagas.start(
                SagaStart.of(TestSaga.NAME, SagaData.of("order", "ORD-1")).correlatedBy("ORD-1"));
        SagaStatus status = node.await(started.sagaId(), SagaState.COMPLETED);

        assertThat(started.isNew()).isTrue();
        assertThat(started.correlationId()).isEqualTo("ORD-1");
        assertThat(env.effects().of(started.sagaId())).containsExactly("A", "B", "C");
        assertThat(status.progress()).isEqualTo(new Progress(SagaState.COMPLETED, 3, 3, List.of("A", "B", "C")));
        assertThat(status.data().keys()).containsExactlyInAnyOrder("order", "doneA", "doneB", "doneC");
        assertThat(status.times().completedAt()).isNotNull();
        assertThat(status.failure()).isNull();
    }

    @Test
    void the_state_is_stored_after_each_step() throws Exception {
        var atC = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("C", context -> hold(atC, release));
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atC.await(30, TimeUnit.SECONDS)).isTrue();
        SagaStatus during = env.newIdleNode(definition).sagas.status(id);
        release.countDown();

        assertThat(during.progress()).isEqualTo(new Progress(SagaState.RUNNING, 2, 3, List.of("A", "B")));
        assertThat(during.data().has("doneB")).isTrue();
        assertThat(during.data().has("doneC")).isFalse();
        node.await(id, SagaState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C"})
    void what_was_completed_is_undone_in_reverse(String failing) {
        definition.at(failing, context -> {
            throw new PermanentFailureException("Insufficient funds");
        });
        Node node = env.newNode(definition);

        String id = start(node);
        SagaStatus status = node.await(id, SagaState.COMPENSATED);

        List<String> expected =
                switch (failing) {
                    case "A" -> List.of();
                    case "B" -> List.of("A", "-A");
                    default -> List.of("A", "B", "-B", "-A");
                };
        assertThat(env.effects().of(id)).isEqualTo(expected);
        assertThat(status.progress()).isEqualTo(new Progress(SagaState.COMPENSATED, 0, 3, List.of()));
        assertThat(Objects.requireNonNull(status.failure()).error()).contains("Insufficient funds");
        assertThat(status.explanation()).contains("Insufficient funds");
        assertThat(status.data().has("done" + failing)).isFalse();
    }

    @Test
    void a_failing_step_is_tried_again_and_only_its_success_counts() {
        List<Integer> attempts = new ArrayList<>();
        definition.at("B", context -> {
            attempts.add(context.attempt());
            if (context.attempt() < 2) {
                throw new IllegalStateException("busy");
            }
        });
        Node node = env.newNode(definition);

        String id = start(node);
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(attempts).containsExactly(0, 1, 2);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
        assertThat(status.data().get("doneB", Integer.class)).isEqualTo(2);
    }

    @Test
    void when_its_tries_are_spent_compensation_begins() {
        var attempts = new AtomicInteger();
        definition.at("B", context -> {
            attempts.incrementAndGet();
            throw new StackOverflowError("too deep");
        });
        Node node = env.newNode(definition);

        String id = start(node);
        node.await(id, SagaState.COMPENSATED);

        assertThat(attempts).hasValue(4);
        assertThat(env.effects().of(id)).containsExactly("A", "-A");
    }

    @Test
    void failures_of_infrastructure_never_count() {
        var failures = new AtomicInteger();
        List<Integer> attempts = new ArrayList<>();
        definition.at("B", context -> {
            attempts.add(context.attempt());
            if (failures.incrementAndGet() <= 5) {
                throw new SQLTransientConnectionException("gone");
            }
        });
        Node node = env.newNode(definition);

        String id = start(node);
        node.awaitThat(id, status -> status.explanation().contains("waits for the database"));
        node.await(id, SagaState.COMPLETED);

        assertThat(attempts).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void a_step_that_takes_too_long_has_failed() {
        // Of every step: long enough for those that are not meant to take too long, on a busy machine too.
        definition.withTimeout(Duration.ofSeconds(3)).at("B", context -> TimeUnit.MILLISECONDS.sleep(3_300));
        Node node = env.newNode(new SlowRetry(definition));

        String id = node.sagas.start(SagaStart.of("slow", SagaData.empty())).sagaId();
        SagaStatus failed = node.awaitThat(id, status -> status.failure() != null);
        definition.clear("B");
        node.sagas.retry(id, ADA);
        node.await(id, SagaState.COMPLETED);

        assertThat(Objects.requireNonNull(failed.failure()).error()).contains("longer than PT3S");
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void a_wait_for_the_store_before_the_step_is_not_its_fault() {
        var waits = new AtomicInteger();
        env.beforeLock(() -> {
            if (waits.incrementAndGet() == 1) {
                LockSupport.parkNanos(Duration.ofMillis(3_300).toNanos());
            }
        });
        Node node = env.newNode(new SlowRetry(definition.withTimeout(Duration.ofSeconds(3))));

        String id = node.sagas.start(SagaStart.of("slow", SagaData.empty())).sagaId();
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(waits).hasValueGreaterThan(3);
        assertThat(status.data().get("doneA", Integer.class)).as("failed tries").isZero();
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void a_compensation_that_cannot_be_carried_out_waits_for_an_operator_and_goes_on() {
        definition
                .at("C", context -> {
                    throw new PermanentFailureException("Insufficient funds");
                })
                .at("-B", context -> {
                    throw new IllegalStateException("warehouse is closed");
                });
        Node node = env.newNode(definition);

        String id = start(node);
        SagaStatus failed = node.await(id, SagaState.FAILED);

        assertThat(env.effects().of(id)).containsExactly("A", "B");
        assertThat(failed.progress().completedSteps()).containsExactly("A", "B");
        assertThat(failed.explanation()).contains("last first: B, A");
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> node.sagas.cancel(id, ADA));

        definition.clear("-B");
        node.sagas.retry(id, ADA);
        SagaStatus mended = node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("A", "B", "-B", "-A");
        assertThat(Objects.requireNonNull(mended.failure()).error()).contains("Insufficient funds");
    }

    @Test
    void what_another_node_has_stored_is_found_and_run() {
        String id = start(env.newIdleNode(definition));
        assertThat(env.effects().of(id)).isEmpty();

        env.newNode(definition).await(id, SagaState.COMPLETED);

        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void several_nodes_never_make_a_move_twice() throws Exception {
        int count = 120;
        definition.at("B", context -> {
            if (context.get("n", Integer.class) % 3 == 0) {
                throw new PermanentFailureException("every third");
            }
        });
        List<Node> nodes = List.of(env.newNode(definition), env.newNode(definition), env.newNode(definition));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Node node = nodes.get(i % nodes.size());
            ids.add(node.sagas
                    .start(SagaStart.of(TestSaga.NAME, SagaData.of("n", i)))
                    .sagaId());
            nodes.forEach(Node::scan);
        }

        for (int i = 0; i < count; i++) {
            String id = ids.get(i);
            nodes.get((i + 1) % nodes.size()).await(id, i % 3 == 0 ? SagaState.COMPENSATED : SagaState.COMPLETED);
            assertThat(env.effects().of(id)).isEqualTo(i % 3 == 0 ? List.of("A", "-A") : List.of("A", "B", "C"));
        }
    }

    @Test
    void the_unknown_is_not_found() {
        Node node = env.newNode(definition);

        assertThatExceptionOfType(SagaNotFoundException.class).isThrownBy(() -> node.sagas.status("none"));
        assertThatExceptionOfType(SagaNotFoundException.class).isThrownBy(() -> node.sagas.cancel("none", ADA));
        assertThatExceptionOfType(SagaNotFoundException.class)
                .isThrownBy(() -> node.sagas.start(SagaStart.of("none", SagaData.empty())));
    }

    @Test
    void a_start_belongs_to_the_callers_transaction() throws Exception {
        Node node = env.newNode(definition);
        List<String> ids = new ArrayList<>();

        env.jta().rolledBack(() -> ids.add(start(node)));
        env.inTransaction(() -> ids.add(start(node)));

        node.await(ids.get(1), SagaState.COMPLETED);
        assertThatExceptionOfType(SagaNotFoundException.class).isThrownBy(() -> node.sagas.status(ids.get(0)));
        assertThat(env.effects().of(ids.get(0))).isEmpty();
    }

    @Test
    void the_same_business_key_gives_the_same_saga() {
        Node node = env.newNode(definition);
        SagaStart first =
                SagaStart.of(TestSaga.NAME, SagaData.of("a", 1).with("b", 2)).withBusinessKey("key-1");
        SagaStart same =
                SagaStart.of(TestSaga.NAME, SagaData.of("b", 2).with("a", 1)).withBusinessKey("key-1");
        SagaStart other = SagaStart.of(TestSaga.NAME, SagaData.of("a", 2)).withBusinessKey("key-1");

        SagaStarted started = node.sagas.start(first);
        SagaStarted again = node.sagas.start(same);

        assertThat(again).isEqualTo(new SagaStarted(started.sagaId(), started.correlationId(), false));
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> node.sagas.start(other))
                .withMessageContaining(started.sagaId());
        node.await(started.sagaId(), SagaState.COMPLETED);
        assertThat(node.sagas.find(SagaQuery.ALL).sagas()).hasSize(1);
    }

    @Test
    void callers_at_once_with_one_business_key_start_one_saga() throws Exception {
        Node node = env.newNode(definition);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                SagaStart start =
                        SagaStart.of(TestSaga.NAME, SagaData.of("n", round)).withBusinessKey("round-" + round);
                List<Callable<SagaStarted>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(() -> node.sagas.start(start));
                }
                var ids = new HashSet<String>();
                int fresh = 0;
                for (Future<SagaStarted> answer : callers.invokeAll(calls)) {
                    ids.add(answer.get().sagaId());
                    fresh += answer.get().isNew() ? 1 : 0;
                }
                assertThat(ids).hasSize(1);
                assertThat(fresh).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void what_no_node_can_run_waits_and_says_so() {
        var second = new TestSaga(env.effects()).named(TestSaga.NAME, 2);
        String id = env.newIdleNode(definition, second)
                .sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.empty()))
                .sagaId();
        Node node = env.newNode(definition);
        node.scan();
        node.awaitIdle();

        SagaStatus waiting = node.sagas.status(id);
        assertThat(waiting.version()).isEqualTo(2);
        assertThat(waiting.explanation()).contains("version 2");
        assertThat(env.effects().of(id)).isEmpty();

        node.registered.register(second);
        node.await(id, SagaState.COMPLETED);
    }

    @Test
    void one_bad_saga_blocks_nobody() {
        Node idle = env.newIdleNode(definition);
        String bad = start(idle);
        env.states()
                .save(env.states()
                        .load(bad)
                        .orElseThrow()
                        .withProgress(new Progress(SagaState.COMPENSATING, 1, 3, List.of("Gone"))));
        String good = start(idle);

        Node node = env.newNode(definition);
        node.await(good, SagaState.COMPLETED);
        SagaStatus status = node.awaitThat(bad, s -> s.explanation().contains("Gone"));

        assertThat(status.progress().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(env.effects().of(bad)).isEmpty();
    }

    @Test
    void sagas_are_found_by_correlation_id_and_by_state() {
        Node node = env.newNode(definition);
        Node idle = env.newIdleNode(definition, new TestSaga(env.effects()).named("stays", 1));
        String first = node.sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.empty()).correlatedBy("ORD-7"))
                .sagaId();
        node.await(first, SagaState.COMPLETED);
        // Of a definition that no running node has: a scan may still be under way in the one that has run the first.
        String second = idle.sagas
                .start(SagaStart.of("stays", SagaData.empty()).correlatedBy("ORD-7"))
                .sagaId();
        idle.sagas.start(SagaStart.of("stays", SagaData.empty()));

        assertThat(idle.sagas.find(SagaQuery.ALL.correlatedBy("ORD-7")).sagas())
                .extracting(status -> status.saga().id())
                .containsExactly(second, first);
        assertThat(idle.sagas.find(SagaQuery.ALL.inState(SagaState.COMPLETED)).sagas())
                .extracting(status -> status.saga().id())
                .containsExactly(first);
    }

    @Test
    void a_definition_may_refuse_its_data() {
        Node node = env.newNode(new Picky(definition));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> node.sagas.start(SagaStart.of("picky", SagaData.empty())))
                .withMessageContaining("orderId");
        String id = node.sagas
                .start(SagaStart.of("picky", SagaData.of("orderId", "ORD-9")))
                .sagaId();
        assertThat(node.sagas.status(id).saga().correlationId()).isEqualTo("ORD-9");
        assertThat(node.sagas.find(SagaQuery.ALL).sagas()).hasSize(1);
    }
}
