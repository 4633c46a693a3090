package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
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

/** What sagas cost, in statements and commits: whoever adds one must mean it (docs/decisions/0011). */
class SagaStatementsTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String HOLD = "from saga_work";
    private static final String EFFECT = "insert into effects";
    private static final String STATE = "update saga_states";
    private static final String LOG = "insert into saga_step_log";

    private static final List<String> START = List.of("insert into saga_work", "insert into saga_states", LOG);
    private static final List<String> STEP = List.of(HOLD, EFFECT, STATE, LOG);
    private static final List<String> LAST = List.of(HOLD, EFFECT, STATE, LOG, "delete from saga_work");

    private final SagaDatabase database = SagaDatabase.open();
    private final StatementCounter counter = new StatementCounter(database.jta().registry());
    private final HeadraceUnit unit =
            new HeadraceUnit(() -> counter.wrap(database.jta().dataSource()), new NarayanaPlatform());
    private final TableEffects effects =
            new TableEffects(new Jdbc(counter.wrap(database.jta().dataSource())));
    private final CountDownLatch stood = new CountDownLatch(Sharing.TRANSACTIONS_AT_ONCE);
    private final CountDownLatch release = new CountDownLatch(1);
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
                        throw new PermanentFailureException("no");
                    }
                    effects.add(context.saga().id(), "C");
                });
        node = new EngineNode(
                4,
                SagaEnvironment.LEASE,
                new EngineNode.Parts(
                        Stores.postgres(
                                database.jta(), counter.wrap(database.jta().dataSource()), unit),
                        counter.wrap(database.jta().userTransaction()),
                        database.jta().registry(),
                        List.of(),
                        task -> task,
                        SagaObserver.NOBODY,
                        new Sharing(16, LONG, LONG)),
                new Node(UUID.randomUUID(), "counted"),
                List.of(StorySaga.of("counted", steps)));
    }

    @AfterEach
    void stop() {
        release.countDown();
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
    void whatIsCompensatedIsReadAgainOnlyToRecordTheFailure() {
        run(SagaData.of("fails", true));

        assertThat(counter.take())
                .containsExactly(START, STEP, STEP, List.of(HOLD, "from saga_states", STATE, LOG), STEP, LAST);
    }

    /** A lock for all of them, a row of each, and a line for all of them. */
    @Test
    void aStepOfSeveralSagasTakesOneCommit() {
        run(SagaData.empty());
        List<String> standing = List.of(start("stands"), start("stands"));
        Awaitility.await().until(() -> stood.getCount() == 0);
        start("gathers");
        start("gathers");
        Awaitility.await().until(() -> node.engine.running().sharedTurns().waiting() == standing.size());
        counter.take();

        release.countDown();
        Awaitility.await().until(() -> node.heldCount() == 0);

        List<List<String>> shared = counter.take().stream()
                .filter(statements -> Collections.frequency(statements, EFFECT) > 1)
                .toList();
        assertThat(shared).isNotEmpty().allSatisfy(statements -> {
            int steps = Collections.frequency(statements, EFFECT);
            assertThat(statements).startsWith(HOLD).endsWith(LOG);
            assertThat(Collections.frequency(statements, STATE)).isEqualTo(steps);
            assertThat(statements)
                    .filteredOn(statement -> !statement.startsWith("delete"))
                    .hasSize(2 * steps + 2);
        });
    }

    private String start(String note) {
        return node.sagas()
                .start(SagaStart.of("counted", SagaData.of(note, true)))
                .sagaId();
    }

    private void run(SagaData data) {
        counter.take();
        node.sagas().start(SagaStart.of("counted", data));
        Awaitility.await().until(() -> node.heldCount() == 0);
    }
}
