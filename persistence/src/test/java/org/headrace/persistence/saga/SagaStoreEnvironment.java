package org.headrace.persistence.saga;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.jpa.TransactionSessions;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.jspecify.annotations.Nullable;

/** The stores of sagas with all they need. */
record SagaStoreEnvironment(
        JtaEnvironment jta, Stores stores, @Nullable EmbeddedDatabase maybeDatabase, @Nullable HeadraceUnit maybeUnit)
        implements AutoCloseable {

    private static final int POOL_SIZE = 40;
    private static final Duration NODES_ANSWER_WITHIN = Duration.ofSeconds(10);

    /** @param nodes where the owners of work say that they live */
    record Stores(
            SagaStateStore states, SagaWorkStore work, SagaLogStore log, SagaSignalStore signals, NodeStore nodes) {}

    static SagaStoreEnvironment inMemory() {
        JtaEnvironment jta = JtaEnvironment.withoutDatabase();
        var heap = new HeapTransactions(jta.registry());
        var nodes = new InMemoryLeases(heap, Clock.systemUTC());
        var states = new InMemorySagaStateStore(heap);
        var stores = new Stores(
                states,
                new InMemorySagaWorkStore(heap, Clock.systemUTC(), nodes::isAlive, states),
                new InMemorySagaLogStore(heap),
                new InMemorySagaSignalStore(heap),
                nodes);
        return new SagaStoreEnvironment(jta, stores, null, null);
    }

    static SagaStoreEnvironment postgres() {
        return postgres(POOL_SIZE);
    }

    static SagaStoreEnvironment postgres(int poolSize) {
        EmbeddedDatabase database = EmbeddedDatabase.migrated();
        JtaEnvironment jta = JtaEnvironment.over(database, poolSize);
        var unit = new HeadraceUnit(jta::dataSource, new NarayanaPlatform());
        var jdbc = new Jdbc(jta.dataSource());
        var stores = new Stores(
                new JpaSagaStateStore(new TransactionSessions(unit::factory, jta.registry())),
                new PostgresSagaWorkStore(jdbc),
                new PostgresSagaLogStore(jdbc),
                new PostgresSagaSignalStore(jdbc),
                new PostgresNodeStore(jta.dataSource(), NODES_ANSWER_WITHIN));
        return new SagaStoreEnvironment(jta, stores, database, unit);
    }

    SagaStateStore states() {
        return stores.states();
    }

    SagaWorkStore work() {
        return stores.work();
    }

    SagaLogStore log() {
        return stores.log();
    }

    SagaSignalStore signals() {
        return stores.signals();
    }

    /** A new node that lives for so long. */
    UUID node(Duration lease) {
        var node = new Node(UUID.randomUUID(), "test");
        try (NodeLine line = stores.nodes().open()) {
            line.renew(node, lease);
        }
        return node.id();
    }

    EmbeddedDatabase database() {
        return Objects.requireNonNull(maybeDatabase, "in memory");
    }

    HeadraceUnit unit() {
        return Objects.requireNonNull(maybeUnit, "in memory");
    }

    /** Until the thread waits for a lock of the stores'. */
    void awaitBlocked(AtomicReference<Thread> thread) {
        Awaitility.await()
                .until(() -> maybeDatabase == null
                        ? thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING
                        : query("SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                                > 0);
    }

    /** The one number of the one row, read apart from any transaction. */
    long query(String sql) throws SQLException {
        try (Connection connection = database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** On a thread of its own, and so outside of the caller's transaction. */
    static <T> T elsewhere(Callable<T> task) throws Exception {
        try (var others = new Concurrently()) {
            return Concurrently.await(others.start(task));
        }
    }

    @Override
    public void close() {
        if (maybeUnit != null) {
            maybeUnit.close();
        }
        jta.close();
        if (maybeDatabase != null) {
            maybeDatabase.close();
        }
    }
}
