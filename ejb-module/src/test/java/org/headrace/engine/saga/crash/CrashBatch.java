package org.headrace.engine.saga.crash;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.crash.FaultPoint.Scope;
import org.headrace.persistence.testing.StoppableDatabase;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;

/**
 * Cases of one kind of fault, met by one node at one time: each saga stands at its point when the fault comes. Then another
 * node, or the same one, brings all sagas to their end.
 */
final class CrashBatch {

    /** Beyond it PostgreSQL ends a transaction that stands: until then every saga of the batch must be at its point. */
    private static final Duration LEASE = Duration.ofSeconds(5);

    /** For what is not waiting for a lease: a busy machine, the retries of the engine, the steps themselves. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final Duration REACH = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final CrashDatabase database;
    private final FakeGateway gateway;
    private final List<CrashCase> cases;
    private final FaultKind kind;
    private final Duration timeout;
    private final int number = NUMBER.incrementAndGet();

    /** @param cases all of one kind, 16 at most */
    CrashBatch(CrashDatabase database, FakeGateway gateway, List<CrashCase> cases) {
        this.database = database;
        this.gateway = gateway;
        this.cases = cases;
        this.kind = cases.get(0).kind();
        this.timeout = kind == FaultKind.STOP ? LEASE : Duration.ofSeconds(30);
    }

    /**
     * By name, what was violated in each case.
     *
     * @param server of a batch of {@link FaultKind#RESTART}
     */
    Map<String, List<String>> run(StoppableDatabase server) {
        try (NodeProcess node = NodeProcess.start(
                new CrashNode.Settings(database.jdbcUrl(), "crash-" + number, gateway.url(), LEASE, timeout))) {
            cases.forEach(node::start);
            awaitFaults(node);
            switch (kind) {
                case HALT -> halt(node);
                case STOP -> stop(node);
                case RESTART -> restart(node, server);
                case BACKEND, LOST -> awaitEnds(MARGIN);
            }
        }
        Map<String, List<String>> results = new TreeMap<>();
        cases.forEach(crash -> results.put(crash.name(), SagaInvariants.violated(database, gateway, crash)));
        return results;
    }

    private List<String> names() {
        return cases.stream().map(CrashCase::name).toList();
    }

    private void awaitFaults(NodeProcess node) {
        Set<String> missing = new HashSet<>(names());
        try {
            Awaitility.await().atMost(REACH).pollInterval(Duration.ofMillis(10)).until(() -> {
                missing.removeAll(node.fired());
                missing.removeAll(node.reached());
                missing.removeAll(gateway.unanswered());
                return missing.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Faults that did not fire: " + missing, e);
        }
        if (kind.isDoneByTest()) {
            requireOpenTransactions();
        }
    }

    /** Those that stand in a transaction do so to the database as well: nothing was ended before the fault. */
    private void requireOpenTransactions() {
        long expected = cases.stream()
                .filter(crash -> crash.point().moment().isInTransaction())
                .count();
        long open = database.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND state = 'idle in transaction'");
        if (open != expected) {
            throw new AssertionError(open + " transactions are open instead of " + expected + ": " + names());
        }
    }

    private void halt(NodeProcess node) {
        node.halt();
        gateway.answerLate();
        try (EngineNode next = nextNode()) {
            cases.stream().filter(crash -> crash.point().scope() == Scope.START).forEach(crash -> next.sagas()
                    .start(new SagaStart(crash.definition(), crash.data(), crash.name(), crash.name())));
            awaitEnds(LEASE.plus(MARGIN));
        }
    }

    @SuppressWarnings("try") // the next node needs nothing but to be there
    private void stop(NodeProcess node) {
        gateway.holdUp(nextName());
        node.stopStill();
        try (EngineNode next = nextNode()) {
            // Each has ended, or stands in a call of the next node: outside of a transaction, where an older fence
            // could act.
            await("taken over", LEASE.plus(timeout).plus(LEASE).plus(MARGIN), () -> unended() == gateway.heldUpCount());
            node.goOnFromStandstill();
            node.goOn();
            gateway.answerLate();
            node.awaitIdle();
            gateway.letGo();
            awaitEnds(MARGIN);
        } finally {
            gateway.letGo();
        }
    }

    private void restart(NodeProcess node, StoppableDatabase server) {
        server.stop();
        server.start();
        node.goOn();
        gateway.answerLate();
        awaitEnds(LEASE.plus(MARGIN));
        node.awaitIdle();
    }

    private String nextName() {
        return "next-" + number;
    }

    private EngineNode nextNode() {
        return database.newNode(nextName(), LEASE, CrashSaga.all(database.work(gateway, nextName()), timeout));
    }

    private void awaitEnds(Duration atMost) {
        await("every saga's end", atMost, () -> unended() == 0);
    }

    private long unended() {
        return cases.size()
                - database.count(
                        "SELECT count(*) FROM saga_states WHERE correlation_id = ANY (?) AND state IN (?, ?, ?)",
                        names(),
                        SagaState.COMPLETED.code(),
                        SagaState.COMPENSATED.code(),
                        SagaState.FAILED.code());
    }

    private void await(String what, Duration atMost, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(20))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + " did not come within " + atMost + ": " + whereTheyAre(), e);
        }
    }

    private List<String> whereTheyAre() {
        return database.column(
                """
                SELECT s.correlation_id || ' is in state ' || s.state || ' with ' || s.completed_steps || ', '
                    || coalesce('owned by ' || w.node_id, 'unowned') || ', fence ' || coalesce(w.fence, 0)
                    || ', locked ' || coalesce((SELECT count(*) FROM pg_locks l WHERE l.relation = 'saga_work'::regclass), 0)
                FROM saga_states s LEFT JOIN saga_work w USING (saga_id)
                WHERE s.correlation_id = ANY (?) AND s.state NOT IN (2, 4, 5)
                """,
                names());
    }
}
