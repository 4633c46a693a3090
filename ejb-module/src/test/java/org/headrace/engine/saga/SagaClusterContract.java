package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.json.JsonText;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHistory;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaSteps;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes on one store: who has a saga, who takes it over, and who tells of it. */
abstract class SagaClusterContract extends SagaContract {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<CountDownLatch> released = new ArrayList<>();
    private TestSaga definition;

    @BeforeEach
    void define() {
        definition = new TestSaga(env.effects());
    }

    @AfterEach
    void release() {
        released.forEach(CountDownLatch::countDown);
    }

    @Test
    void a_living_node_keeps_what_it_has_and_one_that_fell_silent_loses_it_after_its_lease() throws Exception {
        var atCall = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        released.add(never);
        StorySaga saga = callingSaga(atCall, never);
        Node first = env.newNode(saga);
        String id = start(first, "call");
        await(atCall);
        Node second = env.newNode(StorySaga.of("call", SagaSteps.firstCall("Call", context -> env.effects()
                .add(context.saga().id(), "by the second"))));

        second.scan();
        second.awaitIdle();
        assertThat(env.effects().of(id)).as("while the first one lives").isEmpty();
        first.fallSilent();
        second.await(id, SagaState.COMPLETED);

        assertThat(env.effects().of(id)).containsExactly("by the second");
        List<String> before = history(id);
        never.countDown();
        first.awaitIdle();
        assertThat(history(id)).as("what came too late counts for nothing").isEqualTo(before);
        assertThat(env.log().of(id, 0, 100).stream()
                        .filter(happening -> happening.runner() != null)
                        .map(happening -> happening.runner().fence()))
                .isSorted();
    }

    private StorySaga callingSaga(CountDownLatch there, CountDownLatch release) {
        return StorySaga.of("call", SagaSteps.firstCall("Call", context -> hold(there, release)));
    }

    @Test
    void a_claim_that_a_node_has_forgotten_is_claimed_by_it_again() {
        Node idle = env.newIdleNode(definition);
        String id = start(idle, TestSaga.NAME);
        Node node = env.newNode();
        // As when the answer to a claim is lost: the store has it, the node does not.
        assertThat(env.work().claimOne(node.id(), id)).isPresent();
        node.registered.register(definition);

        node.await(id, SagaState.COMPLETED);

        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void a_node_that_stops_hands_over_at_the_next_boundary_at_once() throws Exception {
        var atB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> hold(atB, release));
        Node first = env.newNode(definition);
        String id = start(first, TestSaga.NAME);
        await(atB);
        first.stopSoon();
        release.countDown();
        first.awaitIdle();

        assertThat(first.sagas.status(id).progress().currentStep())
                .as("the step it was in has ended, and no other was begun")
                .isEqualTo(2);
        env.newNode(definition).await(id, SagaState.COMPLETED);
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
    }

    @Test
    void steps_that_changed_under_the_same_version_are_run_by_nobody_and_shown() {
        String id = start(env.newIdleNode(definition), TestSaga.NAME);
        var changed = new TestSaga(env.effects()).withSteps("A", "X", "C");
        Node node = env.newNode(changed);
        node.scan();
        node.awaitIdle();

        SagaStatus status = node.sagas.status(id);
        assertThat(status.progress().state()).isEqualTo(SagaState.NOT_STARTED);
        assertThat(env.effects().of(id)).isEmpty();
        assertThat(env.work().unclaimed(Duration.ZERO))
                .singleElement()
                .satisfies(unclaimed -> assertThat(unclaimed.kind().sagaName()).isEqualTo(TestSaga.NAME));
        env.newNode(definition).await(id, SagaState.COMPLETED);
    }

    @Test
    void what_happens_is_in_the_log_once_and_in_order_whichever_node_relays() throws Exception {
        int count = 60;
        definition.at("B", context -> {
            if (context.get("n", Integer.class) % 3 == 0) {
                throw new PermanentFailureException("every third");
            }
        });
        List<Node> nodes = List.of(env.newNode(definition), env.newNode(definition));
        nodes.forEach(Node::relay);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i == count / 2) {
                // One of them relays; whichever it was, the other goes on.
                nodes.get(0).fallSilent();
            }
            ids.add(nodes.get(1)
                    .sagas
                    .start(SagaStart.of(TestSaga.NAME, SagaData.of("n", i)))
                    .sagaId());
        }
        for (int i = 0; i < count; i++) {
            nodes.get(1).await(ids.get(i), i % 3 == 0 ? SagaState.COMPENSATED : SagaState.COMPLETED);
        }
        int total = ids.stream().mapToInt(id -> history(id).size()).sum();
        Awaitility.await().atMost(DEADLINE).until(() -> relayed().size() >= total);

        Map<String, List<String>> byKey = new HashMap<>();
        relayed().forEach(event -> byKey.computeIfAbsent(event.key(), key -> new ArrayList<>())
                .add(event.type()));
        for (String id : ids) {
            assertThat(byKey.get(id))
                    .isEqualTo(env.log().of(id, 0, 100).stream()
                            .map(happening -> happening.type().label())
                            .toList());
        }
        assertThat(relayed()).hasSize(total);
    }

    @Test
    void an_event_tells_what_happened() {
        definition.at("B", context -> {
            throw new PermanentFailureException("Insufficient funds");
        });
        Node node = env.newNode(definition);
        node.relay();
        String id = node.sagas
                .start(SagaStart.of(TestSaga.NAME, SagaData.empty()).correlatedBy("ORD-1"))
                .sagaId();
        node.await(id, SagaState.COMPENSATED);
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> relayed().size() == history(id).size());

        RecordedEvent failed = relayed().stream()
                .filter(event -> event.type().equals("StepFailed"))
                .findFirst()
                .orElseThrow();
        SagaData data = SagaData.of(failed.data());
        assertThat(failed.key()).isEqualTo(id);
        assertThat(data.get("step", String.class)).isEqualTo("B");
        assertThat(data.get("direction", String.class)).isEqualTo("execute");
        assertThat(data.get("error", String.class)).isEqualTo("Insufficient funds");
        assertThat(data.get("correlationId", String.class)).isEqualTo("ORD-1");
        assertThat(data.get("sagaName", String.class)).isEqualTo(TestSaga.NAME);
        assertThat(data.has("node")).isTrue();
    }

    @Test
    void what_cannot_be_appended_waits() {
        env.events().append(Append.to(SagaHistory.STREAM, NewEvent.of("Before", JsonText.of("1"))));
        Node node = env.newNode(definition);
        String id = start(node, TestSaga.NAME);
        node.await(id, SagaState.COMPLETED);
        assertThat(relayed()).hasSize(1);

        node.relay();

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> relayed().size() == 1 + history(id).size());
    }

    private List<RecordedEvent> relayed() {
        List<RecordedEvent> all = new ArrayList<>();
        if (env.events().stream(SagaHistory.STREAM).isEmpty()) {
            return all;
        }
        long from = 0;
        while (true) {
            List<RecordedEvent> page =
                    env.events().read(SagaHistory.STREAM, from, 500).events();
            all.addAll(page);
            if (page.isEmpty()) {
                return all;
            }
            from += page.size();
        }
    }
}
