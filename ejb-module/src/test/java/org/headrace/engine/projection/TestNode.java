package org.headrace.engine.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.memory.HeapTransactions;
import org.headrace.operator.OperatorActions;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
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
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.Projections;
import org.headrace.projection.Rebuilds;
import org.headrace.projection.Snapshots;
import org.headrace.projection.StreamProjection;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.RebuildStore;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.projection.spi.SnapshotStore;
import org.headrace.spi.Schema;
import org.headrace.stream.EventLog;
import org.headrace.stream.Retention;
import org.headrace.stream.Upcaster;

/** The projections of a node as the server puts them together, with threads and timers of its own, on a real store. */
public final class TestNode implements Timers, AutoCloseable {

    private static final int MAX_EVENT_BYTES = 1 << 20;
    static final Duration LEASE = Duration.ofSeconds(5);

    private final RegisteredProjections registered = new RegisteredProjections();
    private final ProjectionOperations operations = new ProjectionOperations();
    private final ProjectionReadings readings = new ProjectionReadings();
    private final DeadLetterOperations deadLetters = new DeadLetterOperations();
    private final RebuildOperations rebuilding = new RebuildOperations();
    private final SnapshotOperations snapshotting = new SnapshotOperations();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    /** Once it is stopped, it drops what it is given, as a node's does. */
    private final ScheduledExecutorService clockwork =
            new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());

    private final Map<String, Future<?>> timers = new ConcurrentHashMap<>();
    private final Stores stores;
    private final LiveStreams streams;
    private final TestMembership membership;

    /** What a node is put on. */
    private record Stores(
            StoredEventLog log,
            Retention retention,
            CheckpointStore checkpoints,
            RunStateStore runStates,
            SegmentStore segments,
            DeadLetterStore deadLetters,
            TestMembership membership,
            OperatorActionStore actions,
            RebuildStore rebuilds,
            RebuildTables tables,
            SnapshotStore snapshots,
            Schema schema) {}

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private TestNode(
            JtaEnvironment jta,
            ProjectionObserver observer,
            Function<Listeners, Stores> stores,
            Upcaster... upcasters) {
        this.stores = stores.apply(new Listeners(() -> List.of(this::appended)));
        this.streams = new LiveStreams(this.stores.log(), this.stores.log(), threads, this::later);
        Clock clock = Clock.systemUTC();
        this.membership = this.stores.membership().lookEvery(Duration.ofMillis(100));
        var parts = new RunnerParts(
                streams,
                this.stores.retention(),
                new RunnerParts.Places(
                        this.stores.checkpoints(),
                        this.stores.runStates(),
                        this.stores.segments(),
                        this.stores.deadLetters(),
                        membership.leases()),
                new OwnTransactions(jta.userTransaction(), this.stores.schema()),
                new RunnerParts.Contributed(List.of(), new Upcasters(List.of(upcasters))),
                clock,
                observer);
        var options = new ConfiguredOptions(name -> Optional.empty());
        var besides = new BesideRuns(this.stores.rebuilds(), this.stores.tables(), rebuilding::switchBySelf);
        registered.start(
                new RegisteredProjections.Engine(parts, options, this, besides, new PeriodicSnapshots(snapshotting)));
        rebuilding.registered = registered;
        rebuilding.streamHeads = this.stores.log();
        rebuilding.actions = this.stores.actions();
        rebuilding.snapshots = this.stores.snapshots();
        operations.snapshots = this.stores.snapshots();
        snapshotting.registered = registered;
        snapshotting.store = this.stores.snapshots();
        snapshotting.actions = this.stores.actions();
        operations.registered = registered;
        operations.streamHeads = this.stores.log();
        operations.streamContents = this.stores.log();
        operations.actions = this.stores.actions();
        readings.registered = registered;
        deadLetters.registered = registered;
        deadLetters.actions = this.stores.actions();
    }

    /** On the database that the environment's pool leads to; several nodes may share it. */
    public static TestNode postgres(JtaEnvironment jta, Upcaster... upcasters) {
        return postgres("test node", jta, upcasters);
    }

    static TestNode postgres(String name, JtaEnvironment jta, Upcaster... upcasters) {
        return postgres(name, jta, ProjectionObserver.NOBODY, upcasters);
    }

    /** Of which somebody is told. */
    public static TestNode postgres(
            String name, JtaEnvironment jta, ProjectionObserver observer, Upcaster... upcasters) {
        var jdbc = new Jdbc(jta.dataSource());
        return new TestNode(
                jta,
                observer,
                listeners -> new Stores(
                        PostgresEventStore.newLog(jta.registry(), jta.dataSource(), listeners, MAX_EVENT_BYTES),
                        PostgresEventStore.newRetention(jta.registry(), jta.dataSource(), Clock.systemUTC()),
                        new PostgresCheckpointStore(jdbc),
                        new PostgresRunStateStore(jdbc),
                        new PostgresSegmentStore(jdbc),
                        new PostgresDeadLetterStore(jdbc),
                        TestMembership.of(name, LEASE, jta.dataSource()),
                        new PostgresOperatorActionStore(jdbc),
                        new PostgresRebuildStore(jdbc),
                        new PostgresRebuildTables(jdbc),
                        new PostgresSnapshotStore(jdbc),
                        new LiquibaseSchema(jta.dataSource(), List.of(Changelog.HEADRACE), false)),
                upcasters);
    }

    /** On an empty store in the heap. */
    public static TestNode inMemory(JtaEnvironment jta, HeapTransactions heap, Upcaster... upcasters) {
        Clock clock = Clock.systemUTC();
        return new TestNode(
                jta,
                ProjectionObserver.NOBODY,
                listeners -> {
                    var store = new InMemoryEventStore(listeners, clock);
                    var actions = new InMemoryOperatorActionStore(heap);
                    return new Stores(
                            store.log(jta.registry(), MAX_EVENT_BYTES),
                            store.retention(jta.registry(), actions),
                            new InMemoryCheckpointStore(heap, clock),
                            new InMemoryRunStateStore(heap),
                            new InMemorySegmentStore(heap),
                            new InMemoryDeadLetterStore(heap),
                            TestMembership.of("test node", LEASE, new InMemoryLeases(heap, clock)),
                            actions,
                            new InMemoryRebuildStore(heap),
                            new NoRebuildTables(),
                            new InMemorySnapshotStore(heap),
                            new NoSchema());
                },
                upcasters);
    }

    private void appended(String stream, long head) {
        streams.appended(stream, head);
    }

    private void later(Duration delay, Runnable task) {
        Future<?> unused = clockwork.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    public EventLog log() {
        return stores.log();
    }

    Retention retention() {
        return stores.retention();
    }

    /** As a bean that was found in the deployment. */
    public void registerAnnotated(Object handler) {
        StreamProjection annotation = handler.getClass().getAnnotation(StreamProjection.class);
        registered.register(ProjectionEngine.definitionOf(Objects.requireNonNull(annotation), handler));
    }

    public ProjectionRegistry registry() {
        return registered;
    }

    public Projections projections() {
        return operations;
    }

    public RegisteredProjections registered() {
        return registered;
    }

    public ProjectionReadings readings() {
        return readings;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    Rebuilds rebuilds() {
        return rebuilding;
    }

    Snapshots snapshots() {
        return snapshotting;
    }

    SnapshotStore snapshotStore() {
        return stores.snapshots();
    }

    RebuildStore rebuildStore() {
        return stores.rebuilds();
    }

    public OperatorActions actions() {
        return stores.actions();
    }

    public CheckpointStore checkpoints() {
        return stores.checkpoints();
    }

    @Override
    public boolean submit(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void startTimer(String projection, Duration interval) {
        long millis = interval.toMillis();
        timers.put(
                projection,
                clockwork.scheduleAtFixedRate(
                        () -> registered.timeout(projection), millis, millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void stopTimer(String projection) {
        Objects.requireNonNull(timers.remove(projection)).cancel(false);
    }

    @Override
    public void wakeLater(String projection, Duration delay) {
        timers.put(
                projection + " later",
                clockwork.schedule(() -> registered.timeout(projection), delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** As one that was killed: it gives nothing back. */
    void die() {
        clockwork.shutdownNow();
        membership.die();
        threads.shutdownNow();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        registered.stop();
        membership.close();
        threads.shutdownNow();
    }
}
