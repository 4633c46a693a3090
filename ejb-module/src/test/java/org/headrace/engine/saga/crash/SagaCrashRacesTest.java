package org.headrace.engine.saga.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.SagaEnvironment.Effects;
import org.headrace.engine.saga.crash.CrashCase.Position;
import org.headrace.engine.saga.crash.SagaInvariants.Expected;
import org.headrace.operator.Operator;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.StoppableDatabase;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What meets a saga at the same time as something else does, and nodes that are not alike. */
@Timeout(180)
class SagaCrashRacesTest {

    private static final Operator ADA = new Operator("ada", "test");
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int RACES = 60;
    private static final String STORY = CrashSaga.nameOf(false, false);

    private CrashDatabase database;
    private FakeGateway gateway;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void open() {
        database = CrashDatabase.open();
        gateway = new FakeGateway();
    }

    @AfterEach
    void close() throws Exception {
        gateway.letGo();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        gateway.close();
        database.close();
    }

    /** A cancel that was accepted undoes everything, one that was refused nothing: there is no third. */
    @Test
    void cancel_races_the_last_commit() throws Exception {
        Map<String, CountDownLatch> atLast = new ConcurrentHashMap<>();
        var isCancelled = new CountDownLatch(1);
        CrashSaga.Work work = CrashDatabase.work(database.effects(), client("racing"), context -> {
            if (context.step().equals("E") && context.direction() == Direction.EXECUTE) {
                atLast.get(context.saga().correlationId()).countDown();
                // The first one is in its last step for certain, the last one has ended for certain.
                assertThat(isCancelled.await(60, TimeUnit.SECONDS)).isTrue();
            }
        });
        EngineNode node = keep(database.newNode("racing", LEASE, CrashSaga.all(work, STEP)));
        var random = new Random(7);
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < RACES; i++) {
            String name = "cancel-" + i;
            atLast.put(name, new CountDownLatch(1));
            String id = node.sagas().start(started(STORY, name)).sagaId();
            assertThat(atLast.get(name).await(60, TimeUnit.SECONDS)).isTrue();
            if (i == RACES - 1) {
                awaitEnds();
            } else {
                LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(8)));
            }
            expected.add(new Expected(name, endAfterCancel(node, id), 0));
            isCancelled.countDown();
        }

        awaitEnds();
        requireNothingViolated(expected);
        assertThat(expected).extracting(Expected::end).contains(SagaState.COMPENSATED, SagaState.COMPLETED);
    }

    private static SagaState endAfterCancel(EngineNode node, String id) {
        try {
            node.sagas().cancel(id, ADA);
            return SagaState.COMPENSATED;
        } catch (SagaStateException e) {
            return SagaState.COMPLETED;
        }
    }

    @Test
    void pause_and_resume_race_a_takeover() {
        List<CrashCase> cases = new ArrayList<>();
        for (Position position : Position.values()) {
            for (Direction direction : Direction.values()) {
                cases.add(new CrashCase(FaultPoint.AFTER_COMMIT, direction, position, FaultKind.HALT));
                cases.add(new CrashCase(FaultPoint.CALL_UNANSWERED, direction, position, FaultKind.HALT));
            }
        }
        NodeProcess node = keep(NodeProcess.start(settings("paused")));
        cases.forEach(node::start);
        awaitThat(() -> node.reached().size() + gateway.unanswered().size() == cases.size());
        List<String> unended = database.column("SELECT saga_id FROM saga_states WHERE state IN (0, 1, 3)");
        EngineNode next = keep(newNode("next"));
        node.halt();

        awaitThat(() -> database.count(
                        "SELECT count(*) FROM nodes WHERE node_id = ? AND expires_at > clock_timestamp() + interval '50 ms'",
                        node.id())
                == 0);
        int paused = 0;
        while (database.count("SELECT count(*) FROM saga_states WHERE state NOT IN (2, 4, 5)") > 0) {
            for (String id : unended) {
                paused += pauseAndResume(next, id);
            }
        }
        awaitEnds();

        requireNothingViolated(cases.stream()
                .map(it -> new Expected(it.name(), it.end(), it.failures()))
                .toList());
        assertThat(paused).as("pauses while it was taken over").isPositive();
    }

    private static int pauseAndResume(EngineNode node, String id) {
        try {
            node.sagas().pause(id, ADA);
        } catch (SagaStateException e) {
            return 0;
        }
        try {
            node.sagas().resume(id, ADA);
        } catch (SagaStateException e) {
            // It was in its last step when it was paused, and has no boundary left to stand at.
            assertThat(node.sagas().status(id).progress().state().isTerminal()).isTrue();
        }
        return 1;
    }

    @Test
    void a_claim_is_under_way_while_PostgreSQL_is_restarted() throws Exception {
        try (StoppableDatabase server = StoppableDatabase.migrated();
                CrashDatabase restarted = CrashDatabase.over(server);
                EngineNode node = restarted.newNode(
                        "claiming", LEASE, CrashSaga.all(restarted.work(gateway, "claiming"), STEP))) {
            try (Connection locking = restarted.plain().getConnection();
                    Statement statement = locking.createStatement()) {
                locking.setAutoCommit(false);
                statement.execute("LOCK TABLE saga_work IN EXCLUSIVE MODE");
                awaitThat(() -> restarted.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE 'WITH ready AS%'")
                        > 0);
                server.stop();
            }
            server.start();
            awaitThat(() -> isStarted(node, "after-restart"));
            awaitEnds(restarted);

            assertThat(SagaInvariants.violated(
                            restarted, gateway, new Expected("after-restart", SagaState.COMPLETED, 0)))
                    .isEmpty();
        }
    }

    private static boolean isStarted(EngineNode node, String name) {
        try {
            return !node.sagas().start(started(STORY, name)).sagaId().isEmpty();
        } catch (EventLogUnavailableException e) {
            return false;
        }
    }

    /** One node has the old version, one the new one; the old one dies with sagas under way. */
    @Test
    void a_rolling_deployment_leaves_each_saga_with_its_version() {
        var old = new CrashCase(FaultPoint.AFTER_COMMIT, Direction.EXECUTE, Position.MIDDLE, FaultKind.HALT);
        var undone = new CrashCase(FaultPoint.CALL_UNANSWERED, Direction.COMPENSATE, Position.MIDDLE, FaultKind.HALT);
        NodeProcess oldNode = keep(NodeProcess.start(settings("old")));
        List.of(old, undone).forEach(oldNode::start);
        awaitThat(() ->
                oldNode.reached().contains(old.name()) && gateway.unanswered().contains(undone.name()));
        EngineNode newNode = keep(database.newNode(
                "new",
                LEASE,
                CrashSaga.all(database.work(gateway, "new"), STEP).stream()
                        .map(saga -> new CrashSaga(saga.name(), 2, saga.work(), saga.timeout()))
                        .toList()));
        newNode.sagas().start(started(STORY, "new-1"));
        oldNode.halt();
        awaitThat(() ->
                database.count("SELECT count(*) FROM nodes WHERE node_id = ? AND expires_at > now()", oldNode.id())
                        == 0);
        newNode.sagas().start(started(STORY, "new-2"));
        awaitThat(
                () -> database.count("SELECT count(*) FROM saga_states WHERE correlation_id LIKE 'new-%' AND state = 2")
                        == 2);

        assertThat(database.column("SELECT correlation_id FROM saga_states WHERE state NOT IN (2, 4)"))
                .as("nobody has their version")
                .containsExactlyInAnyOrder(old.name(), undone.name());
        keep(newNode("old-again"));
        awaitEnds();
        requireNothingViolated(List.of(
                new Expected(old.name(), old.end(), 0),
                new Expected(undone.name(), undone.end(), 1),
                new Expected("new-1", SagaState.COMPLETED, 0),
                new Expected("new-2", SagaState.COMPLETED, 0)));
    }

    /** One of the two is the node's own, for its lease. */
    @Test
    void a_pool_of_two_is_exhausted_and_no_saga_is_blamed() throws Exception {
        JtaEnvironment two = keep(JtaEnvironment.over(database.jdbcUrl(), 2));
        Effects effects = database.effects(two);
        EngineNode node = keep(database.newNode(
                "poor", LEASE, two, CrashSaga.all(CrashDatabase.work(effects, client("poor"), context -> {}), STEP)));
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            node.sagas().start(started(CrashSaga.nameOf(i % 2 == 0, false), "poor-" + i));
            expected.add(new Expected("poor-" + i, SagaState.COMPLETED, 0));
        }
        try (Connection taken = two.dataSource().getConnection()) {
            assertThat(taken.isValid(5)).isTrue();
            awaitThat(() -> two.dataSource().getMetrics().awaitingCount() > 2);
            // Who waited before it gave up before it.
            assertThatThrownBy(two.dataSource()::getConnection).isInstanceOf(SQLException.class);
        }
        awaitEnds();
        requireNothingViolated(expected);
    }

    /** What is stored of one saga cannot be read: the others end, and so does that one once it is mended. */
    @Test
    void one_poison_saga_blocks_nobody() {
        int count = System.getProperty("headrace.test.crash", "").equals("all") ? 1_000 : 200;
        EngineNode node = keep(newNode("poisoned"));
        List<Expected> expected = new ArrayList<>();
        gateway.holdUp("poisoned");
        node.sagas().start(started(CrashSaga.nameOf(true, false), "poison"));
        awaitThat(() -> gateway.heldUpCount() == 1);
        database.execute("UPDATE saga_states SET state = 99 WHERE correlation_id = 'poison'");
        gateway.letGo();
        expected.add(new Expected("poison", SagaState.COMPLETED, 0));
        for (int i = 0; i < count; i++) {
            node.sagas().start(started(STORY, "healthy-" + i));
            expected.add(new Expected("healthy-" + i, SagaState.COMPLETED, 0));
        }
        awaitThat(() -> database.count("SELECT count(*) FROM saga_states WHERE state = 2") == count);

        assertThat(database.count("SELECT count(*) FROM saga_work"))
                .as("the poisoned one")
                .isEqualTo(1);
        database.execute("UPDATE saga_states SET state = 1 WHERE correlation_id = 'poison'");
        awaitEnds();
        requireNothingViolated(expected);
    }

    /** The operator's transaction locks the saga's state, which whoever ends a step waits for. */
    @Test
    void a_node_that_stands_still_in_an_operators_action_hides_no_saga() {
        NodeProcess operators = keep(NodeProcess.start(settings("operators")));
        gateway.holdUp("worker");
        EngineNode worker = keep(newNode("worker"));
        String id = worker.sagas()
                .start(started(CrashSaga.nameOf(true, false), "operated"))
                .sagaId();
        awaitThat(() -> gateway.heldUpCount() == 1);
        operators.cancel(id);
        awaitThat(() -> operators.reached().contains(Faults.OPERATOR));
        operators.stopStill();
        gateway.letGo();

        awaitEnds();
        operators.goOnFromStandstill();
        operators.goOn();
        awaitThat(operators::isRefused);
        requireNothingViolated(List.of(new Expected("operated", SagaState.COMPLETED, 0)));
    }

    /** Longer than a lease, while another node looks for work all the time. */
    @Test
    void a_living_node_keeps_what_it_has() {
        var held = new CrashCase(FaultPoint.CALL_UNANSWERED, Direction.EXECUTE, Position.FIRST, FaultKind.STOP);
        NodeProcess node = keep(NodeProcess.start(settings("living")));
        node.start(held);
        awaitThat(() -> gateway.unanswered().contains(held.name()));
        keep(newNode("greedy"));
        long renewed = database.count("SELECT extract(epoch FROM now())::bigint");
        awaitThat(() -> database.count("SELECT extract(epoch FROM now())::bigint") > renewed + 2 * LEASE.toSeconds());

        gateway.answerLate();
        awaitEnds();
        requireNothingViolated(List.of(new Expected(held.name(), held.end(), held.failures())));
        assertThat(database.column(
                        "SELECT DISTINCT node FROM saga_step_log WHERE correlation_id = ? AND node IS NOT NULL",
                        held.name()))
                .containsExactly("living");
    }

    private static SagaStart started(String definition, String name) {
        return new SagaStart(definition, SagaData.empty(), name, name);
    }

    private CrashNode.Settings settings(String name) {
        return new CrashNode.Settings(database.jdbcUrl(), name, gateway.url(), LEASE, STEP);
    }

    private GatewayClient client(String name) {
        return new GatewayClient(gateway.url(), name);
    }

    private EngineNode newNode(String name) {
        return database.newNode(name, LEASE, CrashSaga.all(database.work(gateway, name), STEP));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private void awaitEnds() {
        awaitEnds(database);
    }

    private static void awaitEnds(CrashDatabase in) {
        awaitThat(() -> in.count("SELECT count(*) FROM saga_states WHERE state NOT IN (2, 4, 5)") == 0);
    }

    private static void awaitThat(Callable<Boolean> condition) {
        Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    private void requireNothingViolated(List<Expected> expected) {
        Map<String, List<String>> violated = new TreeMap<>();
        for (Expected saga : expected) {
            List<String> found = SagaInvariants.violated(database, gateway, saga);
            if (!found.isEmpty()) {
                violated.put(saga.correlationId(), found);
            }
        }
        assertThat(violated).isEmpty();
    }
}
