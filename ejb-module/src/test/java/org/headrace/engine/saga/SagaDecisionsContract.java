package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators decide about sagas that cannot go on by themselves, whatever keeps them. */
abstract class SagaDecisionsContract extends SagaViewsContract {

    @Test
    void an_undo_that_is_marked_done_is_not_run() {
        failAtTheUndoOfB();
        Node node = env.newNode(definition);
        String id = start(node);
        SagaStatus failed = node.await(id, SagaState.FAILED);
        assertThat(failed.explanation()).contains("last first: B, A");

        for (var wrong : List.<Runnable>of(
                () -> node.decisions.markUndone(id, "A", ADA), () -> node.decisions.markUndone(id, "B", BOB))) {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(wrong::run);
        }
        node.decisions.markUndone(id, "B", ADA);
        node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("A", "B", "-A");
        assertThat(told(node, id))
                .containsSubsequence(
                        "SagaFailed Failed",
                        "SagaUndoMarked Compensating B by ada: test",
                        "StepCompleted Compensating A");
        assertThat(actions(id)).containsExactly("mark-undone (SagaUndoMarked B) by ada: test");
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> node.decisions.markUndone(id, "A", ADA));
    }

    @Test
    void a_saga_whose_data_is_mended_goes_on_with_it() {
        definition.at("B", context -> context.get("amount", Integer.class));
        Node node = env.newNode(new SlowRetry(definition));
        String id = node.sagas
                .start(SagaStart.of("slow", SagaData.of("amount", "five").with("kept", 1)))
                .sagaId();
        node.awaitThat(id, status -> status.failure() != null);
        node.awaitIdle();

        node.decisions.editAndRetry(id, SagaData.of("amount", 5).with("doneA", null), ADA);
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(status.data().get("amount", Integer.class)).isEqualTo(5);
        assertThat(status.data().has("kept")).isTrue();
        assertThat(status.data().has("doneA")).isFalse();
        assertThat(told(node, id))
                .containsSubsequence("SagaEdited Running by ada: test", "SagaRetried Running by ada: test");
        assertThat(actions(id)).containsExactly("edit (data changed: amount, doneA) by ada: test");
    }

    @Test
    void data_of_an_undo_that_could_not_be_carried_out_is_mended() {
        definition.at("C", context -> {
            throw new PermanentFailureException("no");
        });
        definition.at("-B", context -> {
            if (!context.find("mended", Boolean.class).orElse(false)) {
                throw new PermanentFailureException("never");
            }
        });
        Node node = env.newNode(definition);
        String id = start(node);
        node.await(id, SagaState.FAILED);

        node.decisions.editAndRetry(id, SagaData.of("mended", true), ADA);
        node.await(id, SagaState.COMPENSATED);

        assertThat(env.effects().of(id)).containsExactly("A", "B", "-B", "-A");
    }

    @Test
    void data_is_not_edited_under_a_step_that_is_being_tried() throws Exception {
        var tries = new AtomicInteger();
        var inB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("busy");
            }
            hold(inB, release);
        });
        Node node = env.newNode(new SlowRetry(definition));
        String id = node.sagas.start(SagaStart.of("slow", SagaData.empty())).sagaId();
        node.awaitThat(id, status -> status.failure() != null);
        node.awaitIdle();
        node.sagas.retry(id, ADA);
        Awaitility.await("the second try").until(() -> {
            node.scan();
            return inB.getCount() == 0;
        });

        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> node.decisions.editAndRetry(id, SagaData.of("lost", 1), ADA));

        release.countDown();
        assertThat(node.await(id, SagaState.COMPLETED).data().has("lost")).isFalse();
        assertThat(told(node, id)).noneMatch(line -> line.contains("Edited"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_call_in_doubt_is_settled(boolean happened) {
        var calls = new AtomicInteger();
        Node node = env.newNode(CallSaga.parked(env.effects(), context -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("connection reset");
            }
            context.set("charge", "made");
        }));
        String id =
                node.sagas.start(SagaStart.of(CallSaga.NAME, SagaData.empty())).sagaId();
        SagaStatus parked = node.awaitThat(id, status -> status.pause() != null);
        assertThat(parked.outlook().inDoubt()).isEqualTo("B");
        assertThat(parked.explanation())
                .contains("paused by headrace", "settle it")
                .doesNotContain("resume it");
        assertThatExceptionOfType(SagaStateException.class)
                .isThrownBy(() -> node.sagas.resume(id, ADA))
                .withMessageContaining("settle it");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> node.decisions.settle(id, happened, SagaData.empty(), BOB));

        SagaData answer = happened ? SagaData.of("charge", "found") : SagaData.empty();
        SagaStatus settled = node.decisions.settle(id, happened, answer, ADA);
        assertThat(settled.pause()).isNull();
        assertThat(settled.outlook().deadline()).isAfter(parked.outlook().deadline());
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(calls).hasValue(happened ? 1 : 2);
        assertThat(status.data().get("charge", String.class)).isEqualTo(happened ? "found" : "made");
        assertThat(env.effects().of(id)).containsExactly("A", "C");
        assertThat(told(node, id))
                .containsSubsequence(
                        "StepUnknown Running B",
                        happened ? "StepCompleted Running B by ada: test" : "StepNeverHappened Running B by ada: test")
                .filteredOn(line -> line.startsWith("StepCompleted Running B"))
                .hasSize(1);
        assertThat(actions(id))
                .containsExactly(
                        happened
                                ? "settle (StepCompleted B, data changed: charge) by ada: test"
                                : "settle (StepNeverHappened B) by ada: test");
    }

    @Test
    void a_saga_that_stands_at_a_call_in_doubt_undoes_that_first_when_it_is_cancelled() {
        Node node = env.newNode(CallSaga.parked(env.effects(), context -> {
            throw new IllegalStateException("connection reset");
        }));
        String id =
                node.sagas.start(SagaStart.of(CallSaga.NAME, SagaData.empty())).sagaId();
        node.awaitThat(id, status -> status.pause() != null);
        assertThat(node.decisions.previewCancel(id).undone()).containsExactly("B", "A");

        node.sagas.cancel(id, ADA);

        assertThat(node.await(id, SagaState.COMPENSATED).data().has("undone")).isTrue();
        assertThat(env.effects().of(id)).containsExactly("A", "-A");
    }

    /** The end of a call is to be stored while an operator's transaction is open. */
    @ParameterizedTest
    @ValueSource(strings = {"pause", "cancel"})
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    void an_operator_does_not_bring_a_call_into_doubt(String action) throws Exception {
        var calls = new AtomicInteger();
        var inB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var ends = new AtomicInteger();
        Node node = env.newNode(new CallSaga(
                env.effects(),
                context -> {
                    calls.incrementAndGet();
                    hold(inB, release);
                },
                steps -> steps));
        String id =
                node.sagas.start(SagaStart.of(CallSaga.NAME, SagaData.empty())).sagaId();
        assertThat(inB.await(30, TimeUnit.SECONDS)).isTrue();
        env.beforeLock(ends::incrementAndGet);
        Node other = env.newIdleNode();
        other.sagas.actions = beforeRecord(other.sagas.actions, () -> {
            release.countDown();
            Awaitility.await("the call's end").until(() -> ends.get() > 0);
        });

        if (action.equals("pause")) {
            other.sagas.pause(id, ADA);
            node.awaitThat(id, status -> status.progress().currentStep() == 2);
            node.sagas.resume(id, ADA);
            node.await(id, SagaState.COMPLETED);
        } else {
            other.sagas.cancel(id, ADA);
            assertThat(node.await(id, SagaState.COMPENSATED).data().has("undone"))
                    .isTrue();
        }

        assertThat(ends.get()).as("ends that were stored").isPositive();
        assertThat(calls).hasValue(1);
        assertThat(told(node, id))
                .contains("StepCompleted Running B")
                .noneMatch(line -> line.startsWith("StepUnknown"));
    }

    private void failAtTheUndoOfB() {
        for (String effect : List.of("C", "-B")) {
            definition.at(effect, context -> {
                throw new PermanentFailureException("never");
            });
        }
    }

    private static OperatorActionStore beforeRecord(OperatorActionStore store, Runnable before) {
        return new OperatorActionStore() {
            @Override
            public void record(OperatorAction action) {
                before.run();
                store.record(action);
            }

            @Override
            public Page find(Query query) {
                return store.find(query);
            }
        };
    }
}
