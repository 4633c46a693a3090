package org.headrace.engine.saga;

import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.headrace.cluster.Node;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.saga.SagaParts.SagaStores;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.persistence.saga.InMemorySagaCountStore;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.spi.BeforeCheckpoint;
import org.jspecify.annotations.Nullable;

/** A node of the real engine, wired as the container would, that renews its lease by itself; its parts may be wrapped. */
public final class EngineNode implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SCAN_MILLIS = 50;

    final RegisteredSagas registered = new RegisteredSagas();
    final SagaOperations sagas = new SagaOperations();
    final SagaDecisionOperations decisions = new SagaDecisionOperations();
    final SagaHistoryReader history = new SagaHistoryReader();
    final SagaStarts starts = new SagaStarts();
    final SagaReadings readings = new SagaReadings();
    final SagaEngine engine = new SagaEngine();
    private final Membership membership;
    private final @Nullable ExecutorService threads;
    private final ScheduledExecutorService heartbeat = Executors.newScheduledThreadPool(2);

    /**
     * What the engine is given.
     *
     * @param task wraps what a worker runs
     */
    public record Parts(
            SagaEnvironment.Stores stores,
            UserTransaction transaction,
            TransactionSynchronizationRegistry registry,
            List<BeforeCheckpoint> flushes,
            UnaryOperator<Runnable> task,
            SagaObserver observer,
            Sharing sharing) {

        /** Without anybody who is told. */
        public Parts(
                SagaEnvironment.Stores stores,
                UserTransaction transaction,
                TransactionSynchronizationRegistry registry,
                List<BeforeCheckpoint> flushes,
                UnaryOperator<Runnable> task) {
            this(stores, transaction, registry, flushes, task, SagaObserver.NOBODY, Sharing.DEFAULT);
        }

        /** @param most how many sagas share a transaction */
        public Parts sharedByAtMost(int most) {
            return new Parts(stores, transaction, registry, flushes, task, observer, sharing.ofAtMost(most));
        }
    }

    /** One that scans by itself. */
    public EngineNode(
            String name, int workers, Duration lease, Parts parts, List<? extends SagaDefinition> definitions) {
        this(workers, lease, parts, new Node(UUID.randomUUID(), name), definitions);
        var unused = heartbeat.scheduleWithFixedDelay(engine::scan, 0, SCAN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One that scans when it is told; without workers it runs nothing. */
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    EngineNode(int workers, Duration lease, Parts parts, Node node, List<? extends SagaDefinition> definitions) {
        threads = workers == 0 ? null : Executors.newFixedThreadPool(workers);
        SagaEnvironment.Stores stores = parts.stores();
        engine.registered = registered;
        engine.starts = starts;
        engine.leases = stores.leases();
        engine.log = stores.events();
        starts.engine = engine;
        starts.registered = registered;
        sagas.engine = engine;
        sagas.registered = registered;
        sagas.starts = starts;
        sagas.actions = stores.actions();
        decisions.engine = engine;
        decisions.registered = registered;
        decisions.actions = stores.actions();
        history.states = stores.states();
        history.log = stores.log();
        readings.counts = new InMemorySagaCountStore(stores.states());
        readings.work = stores.work();
        readings.engine = engine;
        definitions.forEach(registered::register);
        membership = new Membership(node, stores.nodes(), lease, lease.dividedBy(10), System::nanoTime);
        engine.begin(
                new SagaParts(
                        new SagaStores(stores.states(), stores.work(), stores.log(), stores.signals()),
                        new OwnTransactions(parts.transaction(), stores.schema()),
                        parts.flushes(),
                        membership,
                        parts.observer()),
                new Container(
                        parts.transaction(),
                        parts.registry(),
                        workersOf(workers, parts.task()),
                        Executors.defaultThreadFactory()),
                parts.sharing());
        var ticks = heartbeat.scheduleWithFixedDelay(membership::tick, 0, 100, TimeUnit.MILLISECONDS);
        Awaitility.await("lease").atMost(PATIENCE).until(() -> {
            if (ticks.isDone()) {
                throw new IllegalStateException("The heartbeat has ended");
            }
            return membership.isAlive();
        });
    }

    private SagaWorkers workersOf(int size, UnaryOperator<Runnable> wrap) {
        return new SagaWorkers() {
            @Override
            public boolean execute(Runnable task) {
                if (threads == null) {
                    return false;
                }
                try {
                    threads.execute(wrap.apply(task));
                    return true;
                } catch (RejectedExecutionException e) {
                    return false;
                }
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    public SagaOrchestrator sagas() {
        return sagas;
    }

    public UUID id() {
        return membership.node().id();
    }

    /** Sagas that it is at, or has in line. */
    public int heldCount() {
        return engine.running().dispatch().heldCount();
    }

    /** As one that was killed or stands still: it says no more that it lives, and gives nothing back. */
    void fallSilent() {
        heartbeat.shutdownNow();
    }

    @Override
    public void close() {
        engine.stop();
        if (threads != null) {
            threads.shutdown();
            Awaitility.await().atMost(PATIENCE).until(threads::isTerminated);
        }
        engine.end();
        heartbeat.shutdownNow();
        Awaitility.await().atMost(PATIENCE).until(heartbeat::isTerminated);
        membership.leave();
    }
}
