package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of several sagas in one transaction: what holds of each is what holds without that. */
abstract class SharedStepsContract extends SagaContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int SAGAS = 6;

    private final CountDownLatch release = new CountDownLatch(1);

    /** By saga and effect, the transactions that it was in, those that were rolled back too. */
    private final Map<String, Set<Object>> transactions = new ConcurrentHashMap<>();

    /** By the saga's note in its data, what it does at its second step. */
    private final Map<String, SagaAction> atSecond = new ConcurrentHashMap<>();

    private Node node;

    @BeforeEach
    void begin() {
        env.shared(new Sharing(16, LONG, LONG, Duration.ZERO));
        var definition = new TestSaga(env.effects())
                .at("A", context -> {
                    noted("A", context);
                    if (context.find("note", String.class).orElse("").equals("stands")) {
                        await(release);
                    }
                })
                .at("B", context -> {
                    noted("B", context);
                    SagaAction action =
                            atSecond.get(context.find("note", String.class).orElse(""));
                    if (action != null) {
                        action.perform(context);
                    }
                });
        node = env.newNode(16, definition);
        // A step shares once it is known to be short.
        node.await(start("first"), SagaState.COMPLETED);
    }

    @AfterEach
    void letGo() {
        release.countDown();
    }

    private void noted(String effect, SagaContext context) {
        transactions
                .computeIfAbsent(effect + ' ' + context.saga().id(), it -> ConcurrentHashMap.newKeySet())
                .add(Objects.requireNonNull(env.jta().registry().getTransactionKey()));
    }

    private String start(String note) {
        return node.sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.of("note", note)))
                .sagaId();
    }

    /** Started, and waiting for two that stand in their first step; ready to be in one transaction. */
    private List<String> gathered(int count) {
        IntStream.range(0, Sharing.TRANSACTIONS_AT_ONCE).forEach(i -> {
            String standing = start("stands");
            Awaitility.await().until(() -> transactions.containsKey("A " + standing));
        });
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(start("n" + i));
        }
        Awaitility.await().until(() -> node.waiting() == count);
        return ids;
    }

    private void requireOneTransaction(String effect, List<String> ids) {
        Set<Object> all = new HashSet<>();
        ids.forEach(id -> all.addAll(transactions.get(effect + ' ' + id)));
        assertThat(all).as("transactions of " + effect).hasSize(1);
    }

    @Test
    void several_share_a_transaction_and_each_is_told_as_if_it_had_its_own() {
        List<String> ids = gathered(SAGAS);

        release.countDown();

        for (String id : ids) {
            node.await(id, SagaState.COMPLETED);
            assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
            assertThat(history(id))
                    .containsExactly(
                            "SagaStarted",
                            "StepCompleted A execute",
                            "StepCompleted B execute",
                            "StepCompleted C execute",
                            "SagaCompleted");
        }
        requireOneTransaction("A", ids);
    }

    @Test
    void one_that_fails_is_undone_and_the_others_are_not_touched() {
        atSecond.put("n2", context -> {
            throw new PermanentFailureException("not this one");
        });
        List<String> ids = gathered(SAGAS);

        release.countDown();

        for (int i = 0; i < SAGAS; i++) {
            String id = ids.get(i);
            node.await(id, i == 2 ? SagaState.COMPENSATED : SagaState.COMPLETED);
            assertThat(env.effects().of(id)).isEqualTo(i == 2 ? List.of("A", "-A") : List.of("A", "B", "C"));
            assertThat(history(id))
                    .filteredOn(line -> line.startsWith("StepFailed"))
                    .hasSize(i == 2 ? 1 : 0);
        }
    }

    /** An action may do so instead of throwing. */
    @Test
    void one_that_marks_the_transaction_for_rollback_fails_alone() {
        atSecond.put("n1", context -> env.jta().userTransaction().setRollbackOnly());
        List<String> ids = gathered(SAGAS);

        release.countDown();

        for (int i = 0; i < SAGAS; i++) {
            node.await(ids.get(i), i == 1 ? SagaState.COMPENSATED : SagaState.COMPLETED);
            assertThat(env.effects().of(ids.get(i))).isEqualTo(i == 1 ? List.of("A", "-A") : List.of("A", "B", "C"));
        }
    }

    @Test
    void one_that_is_cancelled_while_it_waits_does_nothing_and_the_others_go_on() {
        List<String> ids = gathered(SAGAS);
        node.sagas.cancel(ids.get(3), ADA);

        release.countDown();

        for (int i = 0; i < SAGAS; i++) {
            node.await(ids.get(i), i == 3 ? SagaState.COMPENSATED : SagaState.COMPLETED);
            assertThat(env.effects().of(ids.get(i))).isEqualTo(i == 3 ? List.of() : List.of("A", "B", "C"));
        }
    }

    /** Whose entry is locked then, so that only its state is changed; what was done by the state before does not count. */
    @Test
    void one_that_is_cancelled_during_its_action_is_undone_and_the_others_are_not_touched() {
        var once = new AtomicBoolean();
        atSecond.put("n3", context -> {
            if (once.compareAndSet(false, true)) {
                CompletableFuture.runAsync(
                                () -> node.sagas.cancel(context.saga().id(), ADA))
                        .join();
            }
        });
        List<String> ids = gathered(SAGAS);

        release.countDown();

        for (int i = 0; i < SAGAS; i++) {
            String id = ids.get(i);
            node.await(id, i == 3 ? SagaState.COMPENSATED : SagaState.COMPLETED);
            // Where it shares the transaction with nobody, its step is completed, and undone with the others.
            List<List<String>> ends = i == 3
                    ? List.of(List.of("A", "-A"), List.of("A", "B", "-B", "-A"))
                    : List.of(List.of("A", "B", "C"));
            assertThat(env.effects().of(id)).isIn(ends);
            assertThat(history(id))
                    .filteredOn(line -> line.startsWith("SagaCancelled"))
                    .hasSize(i == 3 ? 1 : 0);
        }
    }

    @Test
    void one_that_stands_still_keeps_nobody_from_going_on() {
        env.shared(new Sharing(16, LONG, Duration.ofMillis(20), Duration.ZERO));
        Node patient = env.newNode(16, new TestSaga(env.effects()).at("A", context -> {
                    if (context.find("note", String.class).orElse("").equals("stands")) {
                        await(release);
                    }
                }));
        node.stopSoon();
        String first = patient.sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.empty()))
                .sagaId();
        patient.await(first, SagaState.COMPLETED);
        List<String> standing = new ArrayList<>();
        for (int i = 0; i < Sharing.TRANSACTIONS_AT_ONCE; i++) {
            standing.add(patient.sagas
                    .start(SagaStart.of(TestSaga.NAME, SagaData.of("note", "stands")))
                    .sagaId());
        }
        String other = patient.sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.empty()))
                .sagaId();

        patient.await(other, SagaState.COMPLETED);

        // They have not given up meanwhile.
        assertThat(standing).allSatisfy(id -> assertThat(history(id)).containsExactly("SagaStarted"));
    }
}
