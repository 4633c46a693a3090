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
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresLeaseStore;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.jpa.TransactionSessions;
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
    private volatile SagaObserver observer = SagaObserver.NOBODY;
    private volatile Sharing sharing = Sharing.DEFAULT;

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

        Stores withWork(SagaWorkStore other) {
            return new Stores(states, other, log, signals, nodes, leases, events, actions, schema);
        }

        /** In the database that the environment's pool leads to. */
        public static Stores postgres(JtaEnvironment jta, HeadraceUnit unit) {
            return postgres(jta, jta.dataSource(), unit);
        }

        /** @param ofSagas the same pool, for what is done for sagas alone */
        static Stores postgres(JtaEnvironment jta, DataSource ofSagas, HeadraceUnit unit) {
            var jdbc = new Jdbc(ofSagas);
            return new Stores(
                    new JpaSagaStateStore(new TransactionSessions(unit::factory, jta.registry())),
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
            var states = new InMemorySagaStateStore(heap);
            return new Stores(
                    states,
                    new InMemorySagaWorkStore(heap, clock, leases::isAlive, states),
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

    public static SagaEnvironment inMemory() {
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

    /** Of nodes made from now on. */
    public void observedBy(SagaObserver newObserver) {
        observer = newObserver;
    }

    /** Of nodes made from now on. */
    void shared(Sharing newSharing) {
        sharing = newSharing;
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
    public Node newIdleNode(SagaDefinition... definitions) {
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

        private final EngineNode node;
        final RegisteredSagas registered;
        public final SagaOperations sagas;
        final SagaDecisionOperations decisions;
        final SagaHistoryReader history;
        final SagaStarts starts;

        private Node(int workers, SagaDefinition... definitions) {
            node = new EngineNode(
                    workers,
                    LEASE,
                    new EngineNode.Parts(
                            stores.withWork(work),
                            jta.userTransaction(),
                            jta.registry(),
                            List.of(),
                            task -> task,
                            observer,
                            sharing),
                    new org.headrace.cluster.Node(UUID.randomUUID(), "node-" + nodes.size()),
                    List.of(definitions));
            registered = node.registered;
            sagas = node.sagas;
            decisions = node.decisions;
            history = node.history;
            starts = node.starts;
        }

        public SagaReadings readings() {
            return node.readings;
        }

        public RegisteredSagas registered() {
            return registered;
        }

        /** Has what happens to sagas appended to the log, as soon as no other node does. */
        void relay() {
            node.engine.running().relay().start(Duration.ofMillis(50));
        }

        /** The follower of definitions, as the deployed engine has it. */
        void followTriggers(ProjectionRegistry projections, CheckpointStore checkpoints, EventLog events) {
            registered.followedBy(new SagaTriggers(registered, starts, projections, checkpoints, events));
        }

        UUID id() {
            return node.id();
        }

        /** Begins no other step. */
        void stopSoon() {
            node.engine.stop();
        }

        /** As one that was killed or stands still: it says no more that it lives, and gives nothing back. */
        void fallSilent() {
            node.fallSilent();
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
                                node.engine.scan();
                                return sagas.status(sagaId);
                            },
                            condition);
        }

        public void scan() {
            node.engine.scan();
        }

        /** Until nothing is held by this node. */
        void awaitIdle() {
            Awaitility.await().atMost(DEADLINE).until(() -> held() == 0);
        }

        /** How many steps wait for a transaction. */
        int waiting() {
            return node.engine.running().sharedTurns().waiting();
        }

        /** How many sagas the node is at. */
        int held() {
            return node.heldCount();
        }

        void stop() {
            node.close();
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
