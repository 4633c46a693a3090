package org.headrace.engine.projection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.projection.PostgresCheckpointStore;
import org.headrace.persistence.projection.PostgresDeadLetterStore;
import org.headrace.persistence.projection.PostgresRebuildStore;
import org.headrace.persistence.projection.PostgresRebuildTables;
import org.headrace.persistence.projection.PostgresRunStateStore;
import org.headrace.persistence.projection.PostgresSegmentStore;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.jspecify.annotations.Nullable;

/** Projections as a node runs them, with threads and timers, over streams that others read too. */
public final class TestProjections implements AutoCloseable, Timers {

    private static final int THREADS = 8;
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final RegisteredProjections registered = new RegisteredProjections();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    /** Once it is stopped, it drops what it is given, as a node's does. */
    private final ScheduledExecutorService clock =
            new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());

    private final Map<String, Future<?>> timers = new ConcurrentHashMap<>();
    private final AtomicLong timeouts = new AtomicLong();
    private final Jdbc jdbc;
    private final TestMembership membership;

    /** @param dataSource of the database that the transactions are of */
    public TestProjections(JtaEnvironment jta, DataSource dataSource, LiveStreams streams) {
        this.jdbc = new Jdbc(dataSource);
        this.membership = TestMembership.of("test node", LEASE, dataSource).lookEvery(TestMembership.LOOK);
        var parts = new RunnerParts(
                streams,
                PostgresEventStore.newRetention(jta.registry(), jta.dataSource(), Clock.systemUTC()),
                new RunnerParts.Places(
                        new PostgresCheckpointStore(jdbc),
                        new PostgresRunStateStore(jdbc),
                        new PostgresSegmentStore(jdbc),
                        new PostgresDeadLetterStore(jdbc),
                        membership.leases()),
                new OwnTransactions(jta.userTransaction(), new NoSchema()),
                new RunnerParts.Contributed(List.of(), new Upcasters(List.of())),
                Clock.systemUTC());
        var besides = new BesideRuns(new PostgresRebuildStore(jdbc), new PostgresRebuildTables(jdbc), name -> {});
        registered.start(new RegisteredProjections.Engine(
                parts,
                new ConfiguredOptions(name -> Optional.empty()),
                this,
                besides,
                new PeriodicSnapshots(new SnapshotOperations())));
    }

    public void register(String name, String stream, ProjectionOptions options, BatchProjection handler) {
        registered.register(ProjectionDefinition.of(name, handler, stream).withOptions(options));
    }

    public long checkpoint(String name, String stream) {
        return new PostgresCheckpointStore(jdbc)
                .load(name, stream)
                .map(place -> place.lastProcessedOffset())
                .orElse(-1L);
    }

    public boolean waitsForDatabase(String name) {
        return registered.runner(name).standing().outage() != null;
    }

    /** Why a checkpoint does not fit its stream; null: all fit. */
    public @Nullable String misfit(String name) {
        return registered.runner(name).standing().misfit();
    }

    /** How often timers have fired, of all projections together. */
    public long timeouts() {
        return timeouts.get();
    }

    @Override
    public void startTimer(String projection, Duration interval) {
        timers.put(
                projection,
                clock.scheduleAtFixedRate(
                        () -> {
                            timeouts.incrementAndGet();
                            registered.timeout(projection);
                        },
                        interval.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    @Override
    public void stopTimer(String projection) {
        Future<?> timer = timers.remove(projection);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public boolean submit(Runnable task) {
        threads.execute(task);
        return true;
    }

    @Override
    public void wakeLater(String projection, Duration delay) {
        Future<?> unused =
                clock.schedule(() -> registered.timeout(projection), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        registered.stop();
        membership.close();
        threads.shutdownNow();
    }
}
