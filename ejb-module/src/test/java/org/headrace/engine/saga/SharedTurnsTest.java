package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.cluster.Node;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which steps share transactions on a machine that has too much to do, and what the relay of their history does then. */
@Timeout(60)
class SharedTurnsTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SLOW_COMMIT = Duration.ofMillis(80);

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final Stores stores = Stores.inMemory(jta, new HeapTransactions(jta.registry()));
    private final CountDownLatch stood = new CountDownLatch(Sharing.TRANSACTIONS_AT_ONCE);
    private final CountDownLatch release = new CountDownLatch(1);
    private final EngineNode node = new EngineNode(
            4,
            SagaEnvironment.LEASE,
            new EngineNode.Parts(
                    stores,
                    slow(jta.userTransaction()),
                    jta.registry(),
                    List.of(),
                    task -> task,
                    SagaObserver.NOBODY,
                    new Sharing(16, Duration.ZERO, LONG, Duration.ZERO)),
            new Node(UUID.randomUUID(), "overloaded"),
            List.of(StorySaga.of("story", SagaSteps.first("A", context -> {
                if (context.data().has("stands")) {
                    stood.countDown();
                    SagaContract.await(release);
                }
            }))));

    @AfterEach
    void stop() {
        release.countDown();
        node.close();
    }

    private static UserTransaction slow(UserTransaction real) {
        InterceptedCommits slow = () -> TimeUnit.MILLISECONDS.sleep(SLOW_COMMIT.toMillis());
        return slow.of(real);
    }

    private String start(SagaData data) {
        return node.sagas().start(SagaStart.of("story", data)).sagaId();
    }

    /** None is short by the clock alone. */
    @Test
    void whatTakesLessThanItsTransactionDoesSharesIt() {
        for (int i = 0; i < 3; i++) {
            start(SagaData.empty());
            Awaitility.await().until(() -> node.heldCount() == 0);
        }
        for (int i = 0; i < Sharing.TRANSACTIONS_AT_ONCE; i++) {
            start(SagaData.of("stands", true));
        }
        Awaitility.await().until(() -> stood.getCount() == 0);

        String gathers = start(SagaData.empty());

        Awaitility.await().until(() -> node.engine.running().sharedTurns().waiting() == 1);
        release.countDown();
        Awaitility.await().until(() -> node.heldCount() == 0);
        assertThat(stores.states().load(gathers).orElseThrow().progress().state())
                .isEqualTo(SagaState.COMPLETED);
    }

    @Test
    void whatFollowsSomethingThatWasRelayedIsGatheredForLonger() {
        SagaEngine.Running running = node.engine.running();
        running.relay().start(Duration.ofHours(1));

        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
            start(SagaData.empty());
            return running.sideThreads().getQueue().stream()
                    .map(task -> (Delayed) task)
                    .map(task -> task.getDelay(TimeUnit.MILLISECONDS))
                    .anyMatch(delay ->
                            delay > Gathering.AFTER_SILENCE.toMillis() && delay <= Gathering.UNDER_WAY.toMillis());
        });
    }
}
