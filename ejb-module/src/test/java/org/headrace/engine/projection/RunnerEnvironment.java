package org.headrace.engine.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.stream.StreamListener;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.operator.InMemoryOperatorActionStore;
import org.headrace.persistence.projection.InMemoryCheckpointStore;
import org.headrace.persistence.projection.InMemoryDeadLetterStore;
import org.headrace.persistence.projection.InMemoryRunStateStore;
import org.headrace.persistence.projection.InMemorySegmentStore;
import org.headrace.persistence.projection.PostgresCheckpointStore;
import org.headrace.persistence.projection.PostgresDeadLetterStore;
import org.headrace.persistence.projection.PostgresRunStateStore;
import org.headrace.persistence.projection.PostgresSegmentStore;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.schema.NoSchema;
import org.headrace.persistence.stream.InMemoryEventStore;
import org.headrace.persistence.stream.Listeners;
import org.headrace.persistence.stream.PostgresEventStore;
import org.headrace.persistence.stream.StoredEventLog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.StatementCounter;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.stream.Retention;
import org.headrace.stream.Upcaster;
import org.jspecify.annotations.Nullable;

/** Runners on a real store, with a clock that stands until it is moved, and no timers. */
final class RunnerEnvironment implements AutoCloseable, Wakeups {

    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final Duration LEASE = Duration.ofHours(1);

    private final @Nullable EmbeddedDatabase database;
    private final JtaEnvironment jta;
    private final StatementCounter counter;
    private final StoredEventLog log;
    private final Retention retention;
    private final RunnerParts parts;
    private final TestMembership membership;
    private final ReadModel model;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final MovableClock clock = new MovableClock();

    /** What projections under test write to, in the runner's transaction. */
    interface ReadModel {
        void add(long offset);

        /** In the order added. */
        List<Long> offsets();

        void clear();
    }

    private RunnerEnvironment(@Nullable EmbeddedDatabase database, BeforeCheckpoint flush, Upcaster... upcasters) {
        this.database = database;
        this.jta = database == null ? JtaEnvironment.withoutDatabase() : JtaEnvironment.over(database);
        this.counter = new StatementCounter(jta.registry());
        var listeners = new Listeners(List::of);
        var heap = new HeapTransactions(jta.registry());
        CheckpointStore checkpoints;
        RunStateStore runStates;
        SegmentStore segments;
        DeadLetterStore deadLetters;
        if (database == null) {
            var store = new InMemoryEventStore(listeners, clock);
            log = store.log(jta.registry(), MAX_EVENT_BYTES);
            retention = store.retention(jta.registry(), new InMemoryOperatorActionStore(heap));
            checkpoints = new InMemoryCheckpointStore(heap, clock);
            runStates = new InMemoryRunStateStore(heap);
            segments = new InMemorySegmentStore(heap);
            deadLetters = new InMemoryDeadLetterStore(heap);
            membership = TestMembership.of("test node", LEASE, new InMemoryLeases(heap, Clock.systemUTC()));
            model = new HeapModel(heap);
        } else {
            DataSource dataSource = counter.wrap(jta.dataSource());
            log = PostgresEventStore.newLog(jta.registry(), dataSource, listeners, MAX_EVENT_BYTES);
            retention = PostgresEventStore.newRetention(jta.registry(), dataSource, clock);
            var jdbc = new Jdbc(dataSource);
            checkpoints = new PostgresCheckpointStore(jdbc);
            runStates = new PostgresRunStateStore(jdbc);
            segments = new PostgresSegmentStore(jdbc);
            deadLetters = new PostgresDeadLetterStore(jdbc);
            membership = TestMembership.of("test node", LEASE, jta.dataSource());
            database.execute("CREATE TABLE read_model (n BIGINT GENERATED ALWAYS AS IDENTITY, event_offset BIGINT)");
            model = new TableModel(jdbc);
        }
        var schema = database == null
                ? new NoSchema()
                : new LiquibaseSchema(jta.dataSource(), List.of(Changelog.HEADRACE), false);
        parts = new RunnerParts(
                new LiveStreams(log, log, Runnable::run, (delay, task) -> {}),
                retention,
                new RunnerParts.Places(checkpoints, runStates, segments, deadLetters, membership.leases()),
                new OwnTransactions(counter.wrap(jta.userTransaction()), schema),
                new RunnerParts.Contributed(List.of(flush), new Upcasters(List.of(upcasters))),
                clock);
    }

    static RunnerEnvironment inMemory(BeforeCheckpoint flush, Upcaster... upcasters) {
        return new RunnerEnvironment(null, flush, upcasters);
    }

    static RunnerEnvironment postgres(BeforeCheckpoint flush, Upcaster... upcasters) {
        return new RunnerEnvironment(EmbeddedDatabase.migrated(), flush, upcasters);
    }

    EmbeddedDatabase database() {
        return Objects.requireNonNull(database, "in memory");
    }

    /** What the database is asked, but for leases. */
    StatementCounter counter() {
        return counter;
    }

    StoredEventLog log() {
        return log;
    }

    Retention retention() {
        return retention;
    }

    ReadModel model() {
        return model;
    }

    RunnerParts parts() {
        return parts;
    }

    MovableClock clock() {
        return clock;
    }

    /** As after a restart: it knows nothing that is not in the store. */
    ProjectionRunner newRunner(ProjectionDefinition definition) {
        for (String stream : definition.streams()) {
            parts.streams().watch(stream, definition.options().pollingInterval(), StreamListener.NONE);
        }
        parts.places().leases().watch(definition.name(), () -> {});
        lookAtLeases();
        return new ProjectionRunner(definition, parts, this);
    }

    /** Has this node claim what is free, and learn what others did. */
    void lookAtLeases() {
        try {
            membership.look();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has it run until it stands. */
    void run(ProjectionRunner runner) throws Exception {
        parts.streams().look();
        Future<?> turn = threads.submit(runner::runUntilIdle);
        turn.get(60, TimeUnit.SECONDS);
    }

    @Override
    public boolean submit(Runnable task) {
        threads.execute(task);
        return true;
    }

    @Override
    public void wakeLater(String projection, Duration delay) {
        // The tests move the clock and run it themselves.
    }

    @Override
    public void close() {
        threads.shutdownNow();
        membership.close();
        jta.close();
        if (database != null) {
            database.close();
        }
    }

    private record HeapModel(TransactionalMap<Long, Long> added, AtomicLong next) implements ReadModel {

        HeapModel(HeapTransactions heap) {
            this(heap.newMap(), new AtomicLong());
        }

        @Override
        public void add(long offset) {
            added.put(next.getAndIncrement(), offset);
        }

        @Override
        public List<Long> offsets() {
            var seen = added.snapshot();
            return seen.keySet().stream().sorted().map(seen::get).toList();
        }

        @Override
        public void clear() {
            added.clear();
        }
    }

    private record TableModel(Jdbc jdbc) implements ReadModel {

        @Override
        public void add(long offset) {
            jdbc.update("INSERT INTO read_model (event_offset) VALUES (?)", statement -> statement.setLong(1, offset));
        }

        @Override
        public List<Long> offsets() {
            List<Long> found = new ArrayList<>();
            jdbc.each(
                    "SELECT event_offset FROM read_model ORDER BY n",
                    statement -> {},
                    row -> found.add(row.getLong(1)));
            return found;
        }

        @Override
        public void clear() {
            jdbc.update("DELETE FROM read_model", statement -> {});
        }
    }

    /** Stands until it is moved. */
    static final class MovableClock extends Clock {

        private volatile Instant now = Events.NOW;

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
