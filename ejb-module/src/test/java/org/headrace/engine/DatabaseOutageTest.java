package org.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.headrace.engine.projection.TestNode;
import org.headrace.engine.saga.SagaEnvironment;
import org.headrace.engine.saga.TestSaga;
import org.headrace.json.JsonText;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.persistence.testing.StoppableDatabase;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.stream.Append;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL cuts batches off, then stops while events are appended, projected and sagas run, and is started again:
 * nobody is to blame for that.
 * The outage takes 10 s, or what the system property {@code headrace.test.outage-seconds} says: with {@code mvn -Pfull}
 * 60 s.
 */
class DatabaseOutageTest {

    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("headrace.test.outage-seconds", 10));
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> STREAMS = List.of("Outage-A", "Outage-B");

    /** No failure is allowed to be tried again unnoticed: the first one that counts would pause the projection. */
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(20)
            .withPollingInterval(Duration.ofMillis(100))
            .withRetry(new RetryPolicy(0, Duration.ofMillis(100), Duration.ofSeconds(1), 0));

    private final StoppableDatabase database = StoppableDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database.jdbcUrl(), 40);
    private final HeadraceUnit unit = new HeadraceUnit(jta::dataSource, new NarayanaPlatform());
    private final Jdbc jdbc = new Jdbc(jta.dataSource());
    private final TestNode node = TestNode.postgres(jta);
    private final AtomicBoolean isLoading = new AtomicBoolean(true);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger cutHandlers = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();

    @AfterEach
    void close() {
        isLoading.set(false);
        node.close();
        unit.close();
        jta.close();
        database.close();
    }

    @Test
    void whenTheDatabaseIsStoppedUnderLoadNothingIsPausedNorCompensatedAndAllGoesOn() throws Exception {
        jdbc.update("CREATE TABLE effects (n BIGINT GENERATED ALWAYS AS IDENTITY, saga_id TEXT, effect TEXT)", s -> {});
        jdbc.update("CREATE TABLE model (projection TEXT, stream TEXT, event_offset BIGINT)", s -> {});
        List<String> names = List.of("one-by-one", "batches", "event-by-event");
        DynamicProjection each = (event, context) -> write(context.projection(), context.event());
        BatchProjection batches = (events, context) -> events.forEach(e -> write(context.projection(), e));
        SagaEnvironment sagas = sagaEnvironment();
        try (var background = new Concurrently();
                sagas) {
            var sagaNode = sagas.newNode(new TestSaga(sagas.effects()));
            List<Future<?>> load = new ArrayList<>();
            for (String stream : STREAMS) {
                load.add(background.start(() -> append(stream)));
                load.add(background.start(() -> append(stream)));
            }
            Future<List<String>> started = background.start(() -> startSagas(sagaNode));
            var scansAreWanted = new AtomicBoolean(true);
            Future<Void> scans = background.start(() -> {
                while (scansAreWanted.get()) {
                    sagaNode.scan();
                    Pause.briefly();
                }
                return null;
            });
            register(names.get(0), each, List.of(STREAMS.get(0)), OPTIONS);
            register(names.get(1), batches, STREAMS, OPTIONS);
            register(names.get(2), each, STREAMS, OPTIONS.withCheckpointPerEvent(true));
            awaitWork();
            cutBatches();
            awaitWork();

            database.stop();
            long stoppedAt = System.nanoTime();
            List<String> waiting = new ArrayList<>();
            Awaitility.await()
                    .atMost(OUTAGE.plus(DEADLINE))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        assertThat(database.refusesConnections())
                                .as("it is down")
                                .isTrue();
                        node.projections().statuses().stream()
                                .filter(s -> s.state() == ProjectionState.WAITING_FOR_DATABASE)
                                .map(ProjectionStatus::name)
                                .filter(name -> !waiting.contains(name))
                                .forEach(waiting::add);
                        return System.nanoTime() - stoppedAt >= OUTAGE.toNanos();
                    });
            int refusedWhileDown = refusals.get();
            database.start();
            awaitWork();
            isLoading.set(false);
            for (Future<?> writer : load) {
                Concurrently.await(writer);
            }
            List<String> ids = Concurrently.await(started);

            scansAreWanted.set(false);
            Concurrently.await(scans);

            assertThat(refusedWhileDown).as("the load felt it").isPositive();
            assertThat(waiting).as("the projections felt it").containsExactlyInAnyOrderElementsOf(names);
            eachProjectionIsRightAndHoldsNothingAgainstAnEvent(names);
            assertThat(ids).hasSizeGreaterThan(2);
            for (String id : ids) {
                sagaNode.await(id, SagaState.COMPLETED);
                assertThat(sagas.effects().of(id)).containsExactly("A", "B", "C");
            }
        }
        System.out.printf(
                "Outage of %s: %d events acknowledged, %d refusals%n", OUTAGE, acknowledged.get(), refusals.get());
    }

    private void eachProjectionIsRightAndHoldsNothingAgainstAnEvent(List<String> names) {
        for (String name : names) {
            ProjectionStatus status = Awaitility.await()
                    .atMost(DEADLINE)
                    .until(() -> node.projections().status(name), s -> s.state() == ProjectionState.LIVE);
            assertThat(status.failure()).isNull();
            assertThat(status.lastError()).as("no failure counted").isNull();
            assertThat(status.lag()).isZero();
            for (ProjectionStatus.Position position : status.positions()) {
                assertThat(position.eventsProcessed()).isEqualTo(position.head() + 1);
                assertThat(modelled(name, position.stream()))
                        .isEqualTo("%1$d rows, %1$d offsets".formatted(position.head() + 1));
            }
        }
        long inTheLog = STREAMS.stream()
                .mapToLong(stream -> node.log().stream(stream).orElseThrow().head() + 1)
                .sum();
        assertThat(inTheLog).as("each acknowledged event once").isEqualTo(acknowledged.get());
    }

    /** Cuts the backends of running transactions, the database staying up, until batches have met with it. */
    private void cutBatches() {
        int before = cutHandlers.get();
        Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            cutBackendsInTransaction();
            assertThat(cutHandlers.get()).as("batches cut").isGreaterThan(before + 3);
        });
    }

    private void cutBackendsInTransaction() {
        new Jdbc(database.dataSource())
                .each(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()"
                                + " AND query LIKE '%INTO model%'",
                        statement -> {}, row -> row.getBoolean(1));
    }

    /** Until events and sagas have gone through since now. */
    private void awaitWork() {
        int before = acknowledged.get();
        List<Long> projectedBefore = projected();
        Awaitility.await().atMost(DEADLINE).until(() -> acknowledged.get() > before + 200);
        long sagasBefore = finishedSteps();
        Awaitility.await().atMost(DEADLINE).until(() -> finishedSteps() > sagasBefore + 5);
        Awaitility.await().atMost(DEADLINE).until(() -> {
            List<Long> now = projected();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) > projectedBefore.get(i));
        });
    }

    private List<Long> projected() {
        return node.projections().statuses().stream()
                .map(ProjectionStatus::eventsProcessed)
                .toList();
    }

    private void register(String name, Object handler, List<String> streams, ProjectionOptions options) {
        node.registry().register(new ProjectionDefinition(name, handler, streams, List.of(), options));
    }

    private Void append(String stream) throws InterruptedException {
        while (isLoading.get()) {
            // The id makes it safe to send again what may have arrived.
            NewEvent event = NewEvent.of("Tested", JsonText.of("1")).withEventId(UUID.randomUUID());
            untilAccepted(() -> node.log().append(Append.to(stream, event)));
            acknowledged.incrementAndGet();
        }
        return null;
    }

    private List<String> startSagas(SagaEnvironment.Node sagaNode) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        while (isLoading.get()) {
            var start = new SagaStart(TestSaga.NAME, SagaData.empty(), null, "key-" + ids.size());
            untilAccepted(() -> ids.add(sagaNode.sagas.start(start).sagaId()));
            Pause.briefly();
        }
        return ids;
    }

    private void untilAccepted(Runnable request) throws InterruptedException {
        while (true) {
            try {
                request.run();
                return;
            } catch (EventLogUnavailableException e) {
                refusals.incrementAndGet();
                Pause.briefly();
            }
        }
    }

    private void write(String projection, RecordedEvent event) {
        try {
            jdbc.update("INSERT INTO model VALUES (?, ?, ?)", statement -> {
                statement.setString(1, projection);
                statement.setString(2, event.stream());
                statement.setLong(3, event.offset());
            });
        } catch (RuntimeException e) {
            cutHandlers.incrementAndGet();
            throw e;
        }
    }

    private String modelled(String projection, String stream) {
        return jdbc.first(
                        "SELECT count(*) || ' rows, ' || count(DISTINCT event_offset) || ' offsets'"
                                + " FROM model WHERE projection = ? AND stream = ?",
                        statement -> {
                            statement.setString(1, projection);
                            statement.setString(2, stream);
                        },
                        row -> row.getString(1))
                .orElseThrow();
    }

    private long finishedSteps() {
        return jdbc.first("SELECT count(*) FROM effects", statement -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    private SagaEnvironment sagaEnvironment() {
        return new SagaEnvironment(
                jta, SagaEnvironment.Stores.postgres(jta, unit), new SagaEnvironment.TableEffects(jdbc));
    }

    /** Paces the load. */
    private static final class Pause {

        private Pause() {}

        static void briefly() throws InterruptedException {
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }
}
