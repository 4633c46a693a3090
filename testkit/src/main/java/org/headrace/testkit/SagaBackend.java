package org.headrace.testkit;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.engine.saga.EmbeddedSagas.Stores;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresLeaseStore;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.jpa.TransactionSessions;
import org.headrace.persistence.saga.InMemorySagaLogStore;
import org.headrace.persistence.saga.InMemorySagaSignalStore;
import org.headrace.persistence.saga.InMemorySagaStateStore;
import org.headrace.persistence.saga.InMemorySagaWorkStore;
import org.headrace.persistence.saga.JpaSagaStateStore;
import org.headrace.persistence.saga.PostgresSagaLogStore;
import org.headrace.persistence.saga.PostgresSagaSignalStore;
import org.headrace.persistence.saga.PostgresSagaWorkStore;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.jspecify.annotations.Nullable;

/** Where sagas are kept in a test: the very stores of a server. */
final class SagaBackend implements AutoCloseable {

    /** Far longer than a run takes: a node that dies gives its lease up. */
    static final Duration LEASE = Duration.ofMinutes(10);

    private static final int MAX_EVENT_BYTES = 1 << 20;

    private final Stores stores;
    private final NodeStore nodes;
    private final @Nullable HeadraceUnit unit;

    private SagaBackend(Stores stores, NodeStore nodes, @Nullable HeadraceUnit unit) {
        this.stores = stores;
        this.nodes = nodes;
        this.unit = unit;
    }

    static SagaBackend of(TestEnvironment environment) {
        return environment.isInMemory() ? inMemory(environment.heap()) : postgres(environment);
    }

    private static SagaBackend inMemory(HeapTransactions heap) {
        Clock clock = Clock.systemUTC();
        var leases = new InMemoryLeases(heap, clock);
        var states = new InMemorySagaStateStore(heap);
        var stores = new Stores(
                states,
                new InMemorySagaWorkStore(heap, clock, leases::isAlive, states),
                new InMemorySagaLogStore(heap),
                new InMemorySagaSignalStore(heap),
                leases,
                new InMemoryEventStore(new Listeners(List::of), clock).log(LocalJta.registry(), MAX_EVENT_BYTES),
                new NoSchema());
        return new SagaBackend(stores, leases, null);
    }

    private static SagaBackend postgres(TestEnvironment environment) {
        var dataSource = environment.dataSource();
        var jdbc = new Jdbc(dataSource);
        var unit = new HeadraceUnit(() -> dataSource, new NarayanaPlatform());
        var stores = new Stores(
                new JpaSagaStateStore(new TransactionSessions(unit::factory, LocalJta.registry())),
                new PostgresSagaWorkStore(jdbc),
                new PostgresSagaLogStore(jdbc),
                new PostgresSagaSignalStore(jdbc),
                new PostgresLeaseStore(dataSource),
                PostgresEventStore.newLog(LocalJta.registry(), dataSource, new Listeners(List::of), MAX_EVENT_BYTES),
                environment.schema());
        return new SagaBackend(stores, new PostgresNodeStore(dataSource, LEASE), unit);
    }

    Stores stores() {
        return stores;
    }

    NodeStore nodes() {
        return nodes;
    }

    @Override
    public void close() {
        if (unit != null) {
            unit.close();
        }
    }
}
