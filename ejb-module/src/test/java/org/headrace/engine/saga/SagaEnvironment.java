package org.headrace.engine.saga;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.saga.SagaParts.SagaStores;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresLeaseStore;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.jpa.TransactionEntityManagers;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.operator.PostgresOperatorActionStore;
import org.headrace.persistence.saga.InMemorySagaLogStore;
import org.headrace.persistence.saga.InMemorySagaSignalStore;
import org.headrace.persistence.saga.InMemorySagaStateStore;
import org.headrace.persistence.saga.InMemorySagaWorkStore;
import org.headrace.persistence.saga.JpaSagaStateStore;
import org.headrace.persistence.saga.PostgresSagaLogStore;
import org.headrace.persistence.saga.PostgresSagaSignalStore;
import org.headrace.persistence.saga.PostgresSagaWorkStore;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.Schema;
import org.headrace.stream.EventLog;
import org.jspecify.annotations.Nullable;

/** Nodes on one real store, with what their steps write. */
public final class SagaEnvironment implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final int MAX_EVENT_BYTES = 1 << 20;
    static final Duration LEASE = Duration.ofSeconds(4);

    private final JtaEnvironment jta;
    private final Stores stores;
    private final SagaWorkStore work;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeLock = () -> {};

    /** What nodes share. */
    public record Stores(
            SagaStateStore states,
            SagaWorkStore work,
            SagaLogStore log,
            SagaSignalStore signals,
            NodeStore nodes,
            LeaseStore leases,
            EventLog events,
            OperatorActionStore actions,
            Schema schema) {

        /** In the database that the environment's pool leads to. */
        public static Stores postgres(JtaEnvironment jta, HeadraceUnit unit) {
            var jdbc = new Jdbc(jta.dataSource());
            return new Stores(
                    new JpaSagaStateStore(new TransactionEntityManagers(unit::factory, jta.registry())),
                    new PostgresSagaWorkStore(jdbc),
                    new PostgresSagaLogStore(jdbc),
                    new PostgresSagaSignalStore(jdbc),
                    new PostgresNodeStore(jta.dataSource(), LEASE),
                    new PostgresLeaseStore(jta.dataSource()),
                    PostgresEventStore.newLog(
                            jta.registry(), jta.dataSource(), new Listeners(List::of), MAX_EVENT_BYTES),
                    new PostgresOperatorActionStore(jdbc),
                    new LiquibaseSchema(jta.dataSource(), List.of(Changelog.HEADRACE), false));
        }

        static Stores inMemory(JtaEnvironment jta, HeapTransactions heap) {
            Clock clock = Clock.systemUTC();
            var leases = new InMemoryLeases(heap, clock);
            return new Stores(
                    new InMemorySagaStateStore(heap),
                    new InMemorySagaWorkStore(heap, clock, leases::isAlive),
                    new InMemorySagaLogStore(heap),
                    new InMemorySagaSignalStore(heap),
                    leases,
                    leases,
                    new InMemoryEventStore(new Listeners(List::of), clock).log(jta.registry(), MAX_EVENT_BYTES),
                    new InMemoryOperatorActionStore(heap),
                    new NoSchema());
        }
    }

    /** What steps write in their transaction. */
    public interface Effects {
        void add(String sagaId, String effect);

        /** In the order added. */
        List<String> of(String sagaId);
    }

    private final Effects effects;

    public SagaEnvironment(JtaEnvironment jta, Stores stores, Effects effects) {
        this.jta = jta;
        this.stores = stores;
        this.work = lockingLate(stores.work());
        this.effects = effects;
    }

    static SagaEnvironment inMemory() {
        JtaEnvironment jta = JtaEnvironment.withoutDatabase();
        return inMemory(jta, new HeapTransactions(jta.registry()));
    }

    static SagaEnvironment inMemory(JtaEnvironment jta, HeapTransactions heap) {
        return new SagaEnvironment(jta, Stores.inMemory(jta, heap), new HeapEffects(heap.newMap()));
    }

    /** Whatever a node waits for before it has locked a saga, such as a connection of a full pool. */
    void beforeLock(Runnable wait) {
        beforeLock = wait;
    }

    private SagaWorkStore lockingLate(SagaWorkStore store) {
        return (SagaWorkStore) Proxy.newProxyInstance(
                SagaWorkStore.class.getClassLoader(),
                new Class<?>[] {SagaWorkStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("hold")) {
                        beforeLock.run();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    JtaEnvironment jta() {
        return jta;
    }

    OperatorActionStore actions() {
        return stores.actions();
    }

    SagaStateStore states() {
        return stores.states();
    }

    SagaLogStore log() {
        return stores.log();
    }

    SagaWorkStore work() {
        return stores.work();
    }

    EventLog events() {
        return stores.events();
    }

    public Effects effects() {
        return effects;
    }

    <T> T inTransaction(Callable<T> action) throws Exception {
        return jta.inTransaction(action);
    }

    /** A node that runs sagas at once. */
    public Node newNode(SagaDefinition... definitions) {
        return newNode(4, definitions);
    }

    /** A node that stores sagas and runs none. */
    Node newIdleNode(SagaDefinition... definitions) {
        return newNode(0, definitions);
    }

    Node newNode(int workers, SagaDefinition... definitions) {
        var node = new Node(workers, definitions);
        nodes.add(node);
        return node;
    }

    @Override
    public void close() {
        nodes.forEach(Node::stop);
    }

    /** One node: its own registry, workers and memory. */
    public final class Node {

        final RegisteredSagas registered = new RegisteredSagas();
        public final SagaOperations sagas = new SagaOperations();
        final SagaDecisionOperations decisions = new SagaDecisionOperations();
        final SagaHistoryReader history = new SagaHistoryReader();
        final SagaStarts starts = new SagaStarts();
        private final SagaEngine engine = new SagaEngine();
        private final Membership membership;
        private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();
        private final @Nullable ExecutorService threads;

        @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
        private Node(int workers, SagaDefinition... definitions) {
            threads = workers == 0 ? null : Executors.newFixedThreadPool(workers);
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
            for (SagaDefinition definition : definitions) {
                registered.register(definition);
            }
            membership = new Membership(
                    new org.headrace.cluster.Node(UUID.randomUUID(), "node-" + nodes.size()),
                    stores.nodes(),
                    LEASE,
                    LEASE.dividedBy(10),
                    System::nanoTime);
            var parts = new SagaParts(
                    new SagaStores(stores.states(), work, stores.log(), stores.signals()),
                    new OwnTransactions(jta.userTransaction(), stores.schema()),
                    List.of(),
                    membership);
            engine.begin(
                    parts,
                    new Container(
                            jta.userTransaction(),
                            jta.registry(),
                            workersOf(workers),
                            Executors.defaultThreadFactory()));
            var unused = heartbeat.scheduleWithFixedDelay(membership::tick, 0, 200, TimeUnit.MILLISECONDS);
            Awaitility.await("lease").atMost(DEADLINE).until(membership::isAlive);
        }

        private SagaWorkers workersOf(int size) {
            return new SagaWorkers() {
                @Override
                public boolean execute(Runnable task) {
                    return submit(task);
                }

                @Override
                public int size() {
                    return size;
                }
            };
        }

        /** Has what happens to sagas appended to the log, as soon as no other node does. */
        void relay() {
            engine.running().relay().start(Duration.ofMillis(50));
        }

        /** The follower of definitions, as the deployed engine has it. */
        void followTriggers(ProjectionRegistry projections, CheckpointStore checkpoints, EventLog events) {
            registered.followedBy(new SagaTriggers(registered, starts, projections, checkpoints, events));
        }

        UUID id() {
            return membership.node().id();
        }

        /** Begins no other step. */
        void stopSoon() {
            engine.stop();
        }

        /** As one that was killed or stands still: it says no more that it lives, and gives nothing back. */
        void fallSilent() {
            heartbeat.shutdownNow();
        }

        private boolean submit(Runnable task) {
            if (threads == null) {
                return false;
            }
            try {
                threads.execute(task);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }

        /** Scans until the saga is in the state. */
        public SagaStatus await(String sagaId, SagaState state) {
            return awaitThat(sagaId, status -> status.progress().state() == state);
        }

        /** Scans until it is so. */
        SagaStatus awaitThat(String sagaId, Predicate<SagaStatus> condition) {
            return Awaitility.await()
                    .atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> {
                                engine.scan();
                                return sagas.status(sagaId);
                            },
                            condition);
        }

        public void scan() {
            engine.scan();
        }

        /** Until nothing is held by this node. */
        void awaitIdle() {
            Awaitility.await().atMost(DEADLINE).until(() -> held() == 0);
        }

        /** How many sagas the node is at. */
        int held() {
            return engine.running().dispatch().heldCount();
        }

        void stop() {
            engine.stop();
            if (threads != null) {
                threads.shutdown();
                Awaitility.await().atMost(DEADLINE).until(threads::isTerminated);
            }
            engine.end();
            heartbeat.shutdownNow();
            Awaitility.await().atMost(DEADLINE).until(heartbeat::isTerminated);
            membership.leave();
        }
    }

    private record HeapEffects(TransactionalMap<String, List<String>> rows) implements Effects {
        @Override
        public void add(String sagaId, String effect) {
            List<String> all = new ArrayList<>(rows.getForUpdate(sagaId).orElse(List.of()));
            all.add(effect);
            rows.put(sagaId, List.copyOf(all));
        }

        @Override
        public List<String> of(String sagaId) {
            return rows.get(sagaId).orElse(List.of());
        }
    }

    /** Rows of a table; no constraint, so that what happens twice is seen twice. */
    public record TableEffects(Jdbc jdbc) implements Effects {

        @Override
        public void add(String sagaId, String effect) {
            jdbc.update("INSERT INTO effects (saga_id, effect) VALUES (?, ?)", statement -> {
                statement.setString(1, sagaId);
                statement.setString(2, effect);
            });
        }

        @Override
        public List<String> of(String sagaId) {
            List<String> found = new ArrayList<>();
            jdbc.each(
                    "SELECT effect FROM effects WHERE saga_id = ? ORDER BY n",
                    statement -> statement.setString(1, sagaId),
                    row -> found.add(row.getString(1)));
            return found;
        }
    }
}
