package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.cluster.Node;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaSteps;
import org.headrace.stream.OutcomeUnknownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts that come together. */
@Timeout(60)
class SharedStartsTest {

    private static final int STARTS = 5;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final Stores stores = Stores.inMemory(jta, new HeapTransactions(jta.registry()));
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private volatile boolean isAnswerLost;
    private EngineNode node;

    @BeforeEach
    void start() {
        // A node that runs nothing would take no saga as its own.
        node = new EngineNode(
                100,
                SagaEnvironment.LEASE,
                new EngineNode.Parts(
                        stores,
                        committing(jta.userTransaction()),
                        jta.registry(),
                        List.of(),
                        task -> () -> {},
                        SagaObserver.NOBODY,
                        new Sharing(16, LONG, LONG, LONG)),
                new Node(UUID.randomUUID(), "starting"),
                List.of(StorySaga.of("story", SagaSteps.first("A", context -> {}))));
    }

    @AfterEach
    void stop() {
        release.countDown();
        callers.shutdownNow();
        node.close();
    }

    /** The first commits stand until they are released; of the others the answer may be lost. */
    private UserTransaction committing(UserTransaction real) {
        return new InterceptedCommits() {
            @Override
            public void before() throws InterruptedException {
                if (commits.incrementAndGet() <= Sharing.STARTS_AT_ONCE) {
                    SagaContract.await(release);
                }
            }

            @Override
            public void after() throws SystemException {
                if (isAnswerLost) {
                    throw new SystemException("The answer was lost");
                }
            }
        }.of(real);
    }

    private Future<SagaStarted> startElsewhere() {
        return callers.submit(() -> node.sagas().start(SagaStart.of("story", SagaData.empty())));
    }

    private List<Future<SagaStarted>> gathered() {
        for (int i = 1; i <= Sharing.STARTS_AT_ONCE; i++) {
            int standing = i;
            Future<SagaStarted> unused = startElsewhere();
            Awaitility.await().until(() -> commits.get() == standing);
        }
        List<Future<SagaStarted>> answers = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            answers.add(startElsewhere());
        }
        Awaitility.await().until(() -> node.engine.running().sharedStarts().waiting() == STARTS);
        return answers;
    }

    private int stored() {
        return stores.states().findByState(SagaState.NOT_STARTED).size();
    }

    @Test
    void shareATransaction() throws Exception {
        List<Future<SagaStarted>> answers = gathered();

        release.countDown();

        for (Future<SagaStarted> answer : answers) {
            SagaStarted started = answer.get();
            assertThat(started.isNew()).isTrue();
            assertThat(stores.states().load(started.sagaId())).isPresent();
            assertThat(stores.log().of(started.sagaId(), 0, 10)).hasSize(1);
        }
        assertThat(commits).hasValue(Sharing.STARTS_AT_ONCE + 1);
    }

    /** To try again would start them twice. */
    @Test
    void areInDoubtTogetherWhenTheAnswerToTheCommitIsLost() throws Exception {
        List<Future<SagaStarted>> answers = gathered();

        isAnswerLost = true;
        release.countDown();

        for (Future<SagaStarted> answer : answers) {
            try {
                throw new AssertionError("Answered " + answer.get());
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(OutcomeUnknownException.class);
            }
        }
        assertThat(stored()).isEqualTo(Sharing.STARTS_AT_ONCE + STARTS);
        assertThat(node.heldCount()).as("left to the scans").isZero();
    }
}
