package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.cluster.Node;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.SagaEnvironment.TableEffects;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.persistence.testing.StatementCounter;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sagas cost, in statements and commits: whoever adds one must mean it (docs/decisions/0011 and 0014). */
class SagaStatementsTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String HOLD = "from saga_work";
    private static final String EFFECT = "insert into effects";
    private static final String STATE = "update saga_states";
    private static final String LOG = "insert into saga_step_log";
    private static final String REMOVE = "delete from saga_work";

    private static final List<String> START = List.of("insert into saga_work", "insert into saga_states", LOG);
    private static final List<String> STEP = List.of(HOLD, EFFECT, STATE, LOG);
    private static final List<String> LAST = List.of(HOLD, EFFECT, STATE, LOG, REMOVE);

    private final SagaDatabase database = SagaDatabase.open();
    private final StatementCounter counter = new StatementCounter(database.jta().registry());
    private final HeadraceUnit unit =
            new HeadraceUnit(() -> counter.wrap(database.jta().dataSource()), new NarayanaPlatform());
    private final TableEffects effects =
            new TableEffects(new Jdbc(counter.wrap(database.jta().dataSource())));
    private final CountDownLatch stood = new CountDownLatch(Sharing.TRANSACTIONS_AT_ONCE);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch releaseBrief = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private EngineNode node;

    @BeforeEach
    void start() {
        unit.factory();
        SagaSteps steps = SagaSteps.first("A", context -> {
                    effects.add(context.saga().id(), "A");
                    if (context.data().has("stands")) {
                        stood.countDown();
                        SagaContract.await(release);
                    }
                })
                .compensatedBy(context -> effects.add(context.saga().id(), "undoA"))
                .then("B", context -> effects.add(context.saga().id(), "B"))
                .compensatedBy(context -> effects.add(context.saga().id(), "undoB"))
                .then("C", context -> {
                    if (context.data().has("fails")) {
                        failures.incrementAndGet();
                        throw new PermanentFailureException("no");
                    }
                    effects.add(context.saga().id(), "C");
                });
        node = new EngineNode(
                5,
                SagaEnvironment.LEASE,
                new EngineNode.Parts(
                        Stores.postgres(
                                database.jta(), counter.wrap(database.jta().dataSource()), unit),
                        counter.wrap(database.jta().userTransaction()),
                        database.jta().registry(),
                        List.of(),
                        task -> task,
                        SagaObserver.NOBODY,
                        new Sharing(16, LONG, LONG, LONG)),
                new Node(UUID.randomUUID(), "counted"),
                List.of(StorySaga.of("counted", steps), StorySaga.of("brief", SagaSteps.first("A", context -> {
                    effects.add(context.saga().id(), "A");
                    if (context.data().has("stands")) {
                        stood.countDown();
                        SagaContract.await(releaseBrief);
                    }
                }))));
    }

    @AfterEach
    void stop() {
        release.countDown();
        releaseBrief.countDown();
        node.close();
        unit.close();
        database.close();
    }

    @Test
    void aSagaOfThreeStepsTakesFourCommitsAndNoStatementMoreThanItWrites() {
        run(SagaData.empty());

        assertThat(counter.take()).containsExactly(START, STEP, STEP, LAST);
    }

    @Test
    void whatIsCompensatedIsNotReadEither() {
        run(SagaData.of("fails", true));

        assertThat(counter.take()).containsExactly(START, STEP, STEP, List.of(HOLD, STATE, LOG), STEP, LAST);
    }

    /** Besides what each step writes, a statement of each kind for all of them. */
    @Test
    void aStepOfSeveralSagasTakesOneCommitAndNoStatementOfOursMoreThanOneSagas() {
        run(SagaData.empty());
        start("brief", "is known to be short");
        Awaitility.await().until(() -> node.heldCount() == 0);
        List<String> standing = List.of(start("stands"), start("stands"));
        Awaitility.await().until(() -> stood.getCount() == 0);
        start("brief", "gathers");
        start("brief", "gathers");
        Awaitility.await().until(() -> node.engine.running().sharedTurns().waiting() == standing.size());
        counter.take();

        release.countDown();
        Awaitility.await().until(() -> node.heldCount() == 0);

        List<List<String>> shared = counter.take().stream()
                .filter(statements -> Collections.frequency(statements, EFFECT) > 1)
                .toList();
        assertThat(shared)
                .anySatisfy(statements -> assertThat(statements).endsWith(REMOVE))
                .allSatisfy(statements -> assertThat(statements)
                        .filteredOn(statement -> !statement.equals(EFFECT))
                        .isIn(List.of(HOLD, STATE, LOG), List.of(HOLD, STATE, LOG, REMOVE)));
    }

    /** One goes on standing: while others are at it, those that were served together wait for each other. */
    @Test
    void sagasThatSharedACommitShareTheNextOnes() {
        run(SagaData.empty());

        gather("gathers");

        assertThat(effectsOfCommits()).containsExactly(1, 3, 3, 3);
    }

    /** A step that fails often is tried by itself, once; that it failed is stored with others, and so it is undone. */
    @Test
    void sagasThatFailShareTheCommitsOfTheirFailuresAndUndoing() {
        run(SagaData.of("fails", true));
        failures.set(0);

        gather("fails");

        assertThat(failures).hasValue(3);
        assertThat(effectsOfCommits()).containsExactly(1, 3, 3, 0, 3, 3);
    }

    /** Three sagas that begin together, while another stands in its first step. */
    private void gather(String note) {
        start("brief", "is known to be short");
        Awaitility.await().until(() -> node.heldCount() == 0);
        start("stands");
        start("brief", "stands");
        Awaitility.await().until(() -> stood.getCount() == 0);
        for (int i = 0; i < 3; i++) {
            start(note);
        }
        Awaitility.await().until(() -> node.engine.running().sharedTurns().waiting() == 3);
        counter.take();
        releaseBrief.countDown();
        Awaitility.await().until(() -> node.heldCount() == 1);
    }

    private List<Integer> effectsOfCommits() {
        return counter.take().stream()
                .map(statements -> Collections.frequency(statements, EFFECT))
                .toList();
    }

    @Test
    void startsThatComeTogetherTakeNoMoreStatementsThanOne() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        try (Connection other = database.embedded().dataSource().getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE saga_work");
            List<Future<String>> started = new ArrayList<>();
            started.add(callers.submit(() -> start("stands")));
            Awaitility.await().until(() -> waitingForLocks() == 1);
            for (int i = 0; i < 3; i++) {
                started.add(callers.submit(() -> start("gathers")));
            }
            Awaitility.await().until(() -> node.engine.running().sharedStarts().waiting() == 3);
            release.countDown();

            other.rollback();
            for (Future<String> each : started) {
                each.get();
            }
        } finally {
            callers.shutdownNow();
        }
        Awaitility.await().until(() -> node.heldCount() == 0);

        assertThat(counter.take())
                .filteredOn(statements -> statements.get(0).equals(START.get(0)))
                .hasSize(Sharing.STARTS_AT_ONCE + 1)
                .containsOnly(START);
    }

    private long waitingForLocks() {
        return new Jdbc(database.embedded().dataSource())
                .first(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'",
                        statement -> {},
                        row -> row.getLong(1))
                .orElseThrow();
    }

    private String start(String note) {
        return start("counted", note);
    }

    private String start(String saga, String note) {
        return node.sagas().start(SagaStart.of(saga, SagaData.of(note, true))).sagaId();
    }

    private void run(SagaData data) {
        counter.take();
        node.sagas().start(SagaStart.of("counted", data));
        Awaitility.await().until(() -> node.heldCount() == 0);
    }
}
