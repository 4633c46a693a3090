package org.headrace.persistence;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.memory.HeapTransactions;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresLeaseStore;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.jpa.TransactionSessions;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.operator.PostgresOperatorActionStore;
import org.headrace.persistence.projection.InMemoryCheckpointStore;
import org.headrace.persistence.projection.InMemoryDeadLetterStore;
import org.headrace.persistence.projection.InMemoryRebuildStore;
import org.headrace.persistence.projection.InMemoryRunStateStore;
import org.headrace.persistence.projection.InMemorySegmentStore;
import org.headrace.persistence.projection.InMemorySnapshotStore;
import org.headrace.persistence.projection.NoRebuildTables;
import org.headrace.persistence.projection.PostgresCheckpointStore;
import org.headrace.persistence.projection.PostgresDeadLetterStore;
import org.headrace.persistence.projection.PostgresRebuildStore;
import org.headrace.persistence.projection.PostgresRebuildTables;
import org.headrace.persistence.projection.PostgresRunStateStore;
import org.headrace.persistence.projection.PostgresSegmentStore;
import org.headrace.persistence.projection.PostgresSnapshotStore;
import org.headrace.persistence.saga.InMemorySagaCountStore;
import org.headrace.persistence.saga.InMemorySagaLogStore;
import org.headrace.persistence.saga.InMemorySagaSignalStore;
import org.headrace.persistence.saga.InMemorySagaStateStore;
import org.headrace.persistence.saga.InMemorySagaWorkStore;
import org.headrace.persistence.saga.JpaSagaStateStore;
import org.headrace.persistence.saga.PostgresSagaCountStore;
import org.headrace.persistence.saga.PostgresSagaLogStore;
import org.headrace.persistence.saga.PostgresSagaSignalStore;
import org.headrace.persistence.saga.PostgresSagaWorkStore;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.secret.InMemoryServerSecrets;
import org.headrace.persistence.secret.PostgresServerSecrets;
import org.headrace.persistence.stream.CallerStamp;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.projection.spi.RebuildStore;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.projection.spi.SnapshotStore;
import org.headrace.saga.spi.SagaCountStore;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.ContributedBeans;
import org.headrace.spi.ContributedBeans.Found;
import org.headrace.spi.Schema;
import org.headrace.spi.SchemaContribution;
import org.headrace.spi.ServerSecrets;
import org.headrace.spi.StoreKind;
import org.headrace.stream.Retention;
import org.headrace.stream.spi.AppendListener;
import org.headrace.stream.spi.AppendObserver;
import org.headrace.stream.spi.CallerPrincipal;

/**
 * The stores that {@code headrace.store} asks for. In memory nothing here looks for the data source, so that no
 * connection is ever opened.
 */
@ApplicationScoped
public class Stores {

    private static final String DATA_SOURCE = "jdbc/headrace";
    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";
    private static final int DEFAULT_MAX_EVENT_BYTES = 1 << 20;

    /** Well below the lease, so that a node that waits in vain has time for another connection. */
    private static final Duration NODES_ANSWER_WITHIN = Duration.ofSeconds(4);

    @Inject
    ContributedBeans contributed;

    private final Config config = ConfigProvider.getConfig();
    private final HeadraceUnit unit = HeadraceUnit.ofServer(Stores::dataSource);
    private final Listeners listeners = new Listeners(
            () -> contributed.of(AppendListener.class).stream().map(Found::bean).toList(),
            () -> contributed.of(AppendObserver.class).stream().map(Found::bean).toList());

    /** Shared by the log and its retention; empty where PostgreSQL is the store. */
    private final InMemoryEventStore inMemory = new InMemoryEventStore(listeners, Clock.systemUTC());

    @Produces
    StoreKind kind() {
        String value = config.getOptionalValue("headrace.store", String.class).orElse("postgresql");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> StoreKind.POSTGRESQL;
            case "memory" -> StoreKind.MEMORY;
            default -> throw new IllegalArgumentException("headrace.store must be postgresql or memory, is " + value);
        };
    }

    /** One for all: what a transaction writes to several maps is seen in the order in which it was written. */
    @Produces
    @Singleton
    HeapTransactions heapTransactions() {
        return new HeapTransactions(registry());
    }

    /** Serves both {@code EventLog} and {@code StreamHeads}. */
    @Produces
    @Singleton
    StoredEventLog eventLog() {
        int maxBytes = config.getOptionalValue("headrace.max-event-bytes", Integer.class)
                .orElse(DEFAULT_MAX_EVENT_BYTES);
        var callers = new CallerStamp(() ->
                contributed.of(CallerPrincipal.class).stream().map(Found::bean).toList());
        StoredEventLog log = kind() == StoreKind.MEMORY
                ? inMemory.log(registry(), maxBytes)
                : PostgresEventStore.newLog(registry(), dataSource(), listeners, maxBytes);
        return log.stampedBy(callers);
    }

    @Produces
    @ApplicationScoped
    Retention retention(OperatorActionStore actions) {
        return kind() == StoreKind.MEMORY
                ? inMemory.retention(registry(), actions)
                : PostgresEventStore.newRetention(registry(), dataSource(), Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    CheckpointStore checkpoints(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemoryCheckpointStore(heap, Clock.systemUTC())
                : new PostgresCheckpointStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SegmentStore segments(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySegmentStore(heap)
                : new PostgresSegmentStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    RunStateStore runStates(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemoryRunStateStore(heap)
                : new PostgresRunStateStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    DeadLetterStore deadLetters(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemoryDeadLetterStore(heap)
                : new PostgresDeadLetterStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    RebuildStore rebuilds(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemoryRebuildStore(heap)
                : new PostgresRebuildStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SnapshotStore snapshots(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySnapshotStore(heap)
                : new PostgresSnapshotStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    RebuildTables rebuildTables() {
        return kind() == StoreKind.MEMORY ? new NoRebuildTables() : new PostgresRebuildTables(new Jdbc(dataSource()));
    }

    /** In memory, of leases and nodes alike. */
    @Produces
    @Singleton
    @Typed(InMemoryLeases.class)
    InMemoryLeases heapLeases(HeapTransactions heap) {
        return new InMemoryLeases(heap, Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    LeaseStore leases(InMemoryLeases heap) {
        return kind() == StoreKind.MEMORY ? heap : new PostgresLeaseStore(dataSource());
    }

    @Produces
    @ApplicationScoped
    NodeStore nodes(InMemoryLeases heap) {
        return kind() == StoreKind.MEMORY ? heap : new PostgresNodeStore(dataSource(), NODES_ANSWER_WITHIN);
    }

    /** Serves {@code OperatorActions} too. */
    @Produces
    @ApplicationScoped
    OperatorActionStore operatorActions(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemoryOperatorActionStore(heap)
                : new PostgresOperatorActionStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    ServerSecrets serverSecrets() {
        return kind() == StoreKind.MEMORY
                ? new InMemoryServerSecrets()
                : new PostgresServerSecrets(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SagaStateStore sagaStates(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySagaStateStore(heap)
                : new JpaSagaStateStore(new TransactionSessions(unit::factory, registry()));
    }

    @Produces
    @ApplicationScoped
    SagaWorkStore sagaWork(HeapTransactions heap, InMemoryLeases leases, SagaStateStore states) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySagaWorkStore(heap, Clock.systemUTC(), leases::isAlive, states)
                : new PostgresSagaWorkStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SagaCountStore sagaCounts(SagaStateStore states) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySagaCountStore(states)
                : new PostgresSagaCountStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SagaLogStore sagaLog(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySagaLogStore(heap)
                : new PostgresSagaLogStore(new Jdbc(dataSource()));
    }

    @Produces
    @ApplicationScoped
    SagaSignalStore sagaSignals(HeapTransactions heap) {
        return kind() == StoreKind.MEMORY
                ? new InMemorySagaSignalStore(heap)
                : new PostgresSagaSignalStore(new Jdbc(dataSource()));
    }

    /** Hibernate's part of the application must not outlive it. */
    @PreDestroy
    void close() {
        unit.close();
    }

    @Produces
    @ApplicationScoped
    Schema schema() {
        if (kind() == StoreKind.MEMORY) {
            return new NoSchema();
        }
        List<Changelog> changelogs = new ArrayList<>(List.of(Changelog.HEADRACE));
        for (Found<SchemaContribution> found : contributed.of(SchemaContribution.class)) {
            changelogs.add(new Changelog(found.bean().changelog(), found.loader()));
        }
        String mode = config.getOptionalValue("headrace.schema", String.class).orElse("migrate");
        if (!mode.equals("migrate") && !mode.equals("validate")) {
            throw new IllegalArgumentException("headrace.schema must be migrate or validate, is " + mode);
        }
        return new LiquibaseSchema(dataSource(), changelogs, mode.equals("validate"));
    }

    private static DataSource dataSource() {
        return lookup(DataSource.class, DATA_SOURCE, "define the data source " + DATA_SOURCE + " on the server");
    }

    private static TransactionSynchronizationRegistry registry() {
        return lookup(TransactionSynchronizationRegistry.class, REGISTRY, "the server must offer JTA");
    }

    @SuppressWarnings("BanJNDI") // the names are constants of ours
    private static <T> T lookup(Class<T> type, String name, String remedy) {
        try {
            return type.cast(new InitialContext().lookup(name));
        } catch (NamingException e) {
            throw new IllegalStateException(name + " was not found: " + remedy, e);
        }
    }
}
