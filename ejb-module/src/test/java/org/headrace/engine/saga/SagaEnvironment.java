package org.headrace.engine.saga;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.saga.InMemorySagaStateStore;
import org.headrace.persistence.saga.InMemorySagaWorkStore;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/** Nodes on one real store, with what their steps write. */
public final class SagaEnvironment implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final JtaEnvironment jta;
    private final SagaStateStore states;
    private final SagaWorkStore work;
    private final Schema schema;
    private final OperatorActionStore actions;
    private final Effects effects;
    private final List<Node> nodes = new ArrayList<>();
    private volatile Runnable beforeLock = () -> {};

    /** What steps write in their transaction. */
    public interface Effects {
        void add(String sagaId, String effect);

        /** In the order added. */
        List<String> of(String sagaId);
    }

    public SagaEnvironment(
            JtaEnvironment jta,
            SagaStateStore states,
            SagaWorkStore work,
            Schema schema,
            OperatorActionStore actions,
            Effects effects) {
        this.jta = jta;
        this.states = states;
        this.work = lockingLate(work);
        this.schema = schema;
        this.actions = actions;
        this.effects = effects;
    }

    static SagaEnvironment inMemory() {
        JtaEnvironment jta = JtaEnvironment.withoutDatabase();
        var heap = new HeapTransactions(jta.registry());
        return new SagaEnvironment(
                jta,
                new InMemorySagaStateStore(heap),
                new InMemorySagaWorkStore(heap, Clock.systemUTC()),
                new NoSchema(),
                new InMemoryOperatorActionStore(heap),
                new HeapEffects(heap.newMap()));
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
                    if (method.getName().equals("tryLock")) {
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
        return actions;
    }

    SagaStateStore states() {
        return states;
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

    private Node newNode(int workers, SagaDefinition... definitions) {
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
        private final SagaEngine engine = new SagaEngine();
        private final @Nullable ExecutorService threads;

        @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
        private Node(int workers, SagaDefinition... definitions) {
            threads = workers == 0 ? null : Executors.newFixedThreadPool(workers);
            engine.registered = registered;
            sagas.engine = engine;
            sagas.registered = registered;
            sagas.actions = actions;
            for (SagaDefinition definition : definitions) {
                registered.register(definition);
            }
            var parts = new SagaParts(
                    states, work, new OwnTransactions(jta.userTransaction(), schema), List.of(), Clock.systemUTC());
            engine.begin(parts, new Container(jta.userTransaction(), jta.registry(), this::submit));
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
            Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> engine.running().dispatch().heldCount() == 0);
        }

        void stop() {
            engine.stop();
            if (threads != null) {
                threads.shutdown();
                Awaitility.await().atMost(DEADLINE).until(threads::isTerminated);
            }
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
