package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDecisions.Bulk;
import org.headrace.saga.SagaDecisions.BulkAction;
import org.headrace.saga.SagaDecisions.CancelPreview;
import org.headrace.saga.SagaHistory;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.Test;

/** What operators see of sagas, and do to many at a time, whatever keeps them. */
abstract class SagaViewsContract extends SagaOperatorsContract {

    static final Operator BOB = new Operator("bob", "");

    @Test
    void history_tells_what_operators_did_and_what_followed() {
        Node idle = env.newIdleNode(definition);
        String id = start(idle);
        idle.sagas.pause(id, ADA);
        idle.sagas.pause(id, BOB);
        idle.sagas.resume(id, BOB);
        assertThatExceptionOfType(SagaStateException.class).isThrownBy(() -> idle.sagas.retry(id, ADA));
        idle.sagas.cancel(id, ADA);

        assertThat(told(idle, id))
                .containsExactly(
                        "SagaStarted NotStarted",
                        "SagaPaused NotStarted by ada: test",
                        "SagaResumed NotStarted by bob: ",
                        "SagaCancelled NotStarted by ada: test",
                        "SagaCompensated Compensated");
    }

    @Test
    void history_is_read_page_by_page() {
        Node node = env.newNode(definition);
        String id = start(node);
        node.await(id, SagaState.COMPLETED);
        List<String> all = told(node, id);

        SagaHistory.Page first = node.history.of(id, 0, 2);
        SagaHistory.Page second = node.history.of(id, first.next(), 2);
        SagaHistory.Page rest = node.history.of(id, second.next(), 2);

        assertThat(Stream.of(first, second, rest).flatMap(page -> page.happenings().stream()))
                .isEqualTo(node.history.of(id, 0, 100).happenings());
        assertThat(all).hasSizeBetween(5, 6);
        assertThat(rest.next()).isNull();
        assertThat(node.history.of(id, 0, all.size()).next())
                .as("no more than these")
                .isNull();
        assertThatExceptionOfType(SagaNotFoundException.class).isThrownBy(() -> node.history.of("nobody", 0, 10));
    }

    @Test
    void a_preview_tells_what_a_cancel_would_undo_and_changes_nothing() throws Exception {
        var inB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> hold(inB, release));
        Node node = env.newNode(definition);
        String id = start(node);
        assertThat(inB.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(node.decisions.previewCancel(id))
                .isEqualTo(new CancelPreview(id, List.of("A"), List.of(), "B", null));
        node.sagas.pause(id, ADA);
        release.countDown();
        node.awaitThat(id, status -> status.progress().currentStep() == 2);
        node.awaitIdle();
        List<String> before = told(node, id);

        assertThat(node.decisions.previewCancel(id))
                .isEqualTo(new CancelPreview(id, List.of("B", "A"), List.of(), null, null));
        assertThat(env.work().remove(id))
                .as("an entry of a saga that is paused")
                .isFalse();
        assertThat(told(node, id)).isEqualTo(before);
        node.sagas.resume(id, ADA);
        node.await(id, SagaState.COMPLETED);
        assertThat(node.decisions.previewCancel(id).refusal()).contains("has ended");
    }

    @Test
    void many_are_retried_at_a_time_and_told_before() {
        definition.at("B", context -> {
            throw new IllegalStateException("busy");
        });
        var slow = new SlowRetry(definition);
        Node node = env.newNode(slow);
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String id = node.sagas
                    .start(SagaStart.of("slow", SagaData.empty()).correlatedBy("bulk"))
                    .sagaId();
            node.awaitThat(id, status -> status.failure() != null);
            waiting.add(0, id);
        }
        node.awaitIdle();
        node.sagas.pause(waiting.get(1), BOB);
        definition.clear("B");
        SagaQuery two = new SagaQuery(null, "bulk", null, SagaQuery.Started.EVER, 2, null);

        Bulk dry = node.decisions.bulk(BulkAction.RETRY, two, true, ADA);

        assertThat(dry.done()).containsExactly(waiting.get(0));
        assertThat(dry.refused()).containsOnlyKeys(waiting.get(1));
        assertThat(dry.refused().get(waiting.get(1))).contains("is paused: resume it");
        assertThat(dry.next()).isNotNull();
        assertThat(actions(waiting.get(0))).isEmpty();
        assertThat(node.sagas.status(waiting.get(0)).failure()).isNotNull();

        Bulk done = node.decisions.bulk(BulkAction.RETRY, two, false, ADA);
        assertThat(List.of(done.done(), done.refused(), done.next()))
                .isEqualTo(List.of(dry.done(), dry.refused(), dry.next()));
        node.await(waiting.get(0), SagaState.COMPLETED);
        assertThat(actions(waiting.get(0))).containsExactly("retry by ada: test");
        assertThat(actions(waiting.get(1))).containsExactly("pause by bob: ");
        assertThat(actions(waiting.get(2))).isEmpty();

        var rest = new SagaQuery(null, "bulk", null, SagaQuery.Started.EVER, 2, done.next());
        Bulk last = node.decisions.bulk(BulkAction.RETRY, rest, false, ADA);
        assertThat(last.done()).containsExactly(waiting.get(2));
        assertThat(last.next()).isNull();
        node.await(waiting.get(2), SagaState.COMPLETED);
    }

    @Test
    void many_are_cancelled_at_a_time() {
        Node idle = env.newIdleNode(definition);
        String first = start(idle);
        String second = start(idle);
        idle.sagas.cancel(first, BOB);

        assertThat(idle.decisions
                        .bulk(BulkAction.CANCEL, SagaQuery.ALL, true, ADA)
                        .done())
                .containsExactly(second);
        assertThat(idle.sagas.status(second).cancellation()).isNull();
        Bulk bulk = idle.decisions.bulk(BulkAction.CANCEL, SagaQuery.ALL, false, ADA);

        assertThat(bulk.dryRun()).isFalse();
        assertThat(bulk.done()).containsExactly(second);
        assertThat(bulk.refused())
                .isEqualTo(Map.of(first, "Saga " + first + " is Compensated: it has ended and cannot be cancelled"));
        assertThat(idle.sagas.status(second).progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(told(idle, second)).contains("SagaCancelled NotStarted by ada: test");
    }

    @Test
    void a_saga_of_another_version_or_of_other_steps_says_so_and_is_operated_all_the_same() {
        Node idle = env.newIdleNode(definition);
        String id = start(idle);
        Node none = env.newNode();
        Node other = env.newNode(new TestSaga(env.effects()).withSteps("A", "X"));

        assertThat(none.sagas.status(id).explanation())
                .isEqualTo("waits for a node that has version 1 of test registered; this one does not");
        assertThat(other.sagas.status(id).explanation())
                .isEqualTo("waits for a node that has version 1 of test registered with the steps it began with; this"
                        + " one has other steps under that version");
        other.scan();
        other.awaitIdle();
        none.sagas.pause(id, ADA);
        other.sagas.resume(id, ADA);
        assertThat(none.sagas.cancel(id, ADA).progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(env.effects().of(id)).isEmpty();
    }

    @Test
    void a_saga_that_waits_says_for_what_and_until_when() {
        Node node = env.newNode(
                new CallSaga(env.effects(), context -> {}, steps -> steps.thenAwait("Approval", Duration.ofHours(2))));
        String id =
                node.sagas.start(SagaStart.of(CallSaga.NAME, SagaData.empty())).sagaId();

        SagaStatus waiting = node.awaitThat(id, status -> status.outlook().awaited() != null);

        assertThat(waiting.outlook().awaited()).isEqualTo("Approval");
        assertThat(waiting.outlook().awaitedUntil()).isAfter(waiting.outlook().deadline());
        assertThat(waiting.explanation())
                .isEqualTo("waits for the signal Approval until "
                        + waiting.outlook().awaitedUntil());
        node.sagas.cancel(id, ADA);
        SagaStatus cancelled = node.await(id, SagaState.COMPENSATED);
        assertThat(cancelled.outlook()).isEqualTo(SagaStatus.Outlook.NOTHING);
    }

    static List<String> told(Node node, String id) {
        return node.history.of(id, 0, SagaHistory.MAX_LIMIT).happenings().stream()
                .map(it -> it.type().label() + " " + it.state().label()
                        + (it.step() == null ? "" : " " + it.step().step())
                        + (it.by() == null
                                ? ""
                                : " by " + it.by().principal() + ": " + it.by().reason()))
                .toList();
    }

    List<String> actions(String id) {
        return env.actions().find(new OperatorActions.Query(OperatorAction.saga(id), 10, null)).actions().stream()
                .map(it -> it.action() + (it.detail().isEmpty() ? "" : " (" + it.detail() + ")") + " by "
                        + it.by().principal() + ": " + it.by().reason())
                .toList();
    }
}
