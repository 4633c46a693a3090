package org.headrace.benchmarks.saga;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.axon.AxonParts;
import org.headrace.benchmarks.workload.Callers.Call;

/**
 * The same with Axon Framework in this process: {@link AxonSaga} in its JDBC saga store, carried on by a tracking
 * processor of the events in its JDBC event store. Each has tables of its own, and a processor that runs while its turn
 * lasts.
 */
final class AxonSagas {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a segment waits for an event before it looks whether to stop. A busy one does not wait. */
    private static final int IDLE_MILLIS = 100;

    /** A saga of the default's may take more than a second. */
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    /** Those that Axon's guide names, and that its JPA entities have. */
    private static final String INDICES =
            """
            CREATE INDEX IF NOT EXISTS %1$s_by_value ON %1$s (sagaType, associationKey, associationValue);
            CREATE INDEX IF NOT EXISTS %1$s_by_saga ON %1$s (sagaId, sagaType)
            """;

    private final AxonEndings endings = new AxonEndings();
    private final BenchmarkDatabase database;
    private final AxonParts axon;
    private final SagaSchema tables;
    private final String events;
    private final int segments;
    private final TrackingEventProcessor processor;

    private AxonSagas(BenchmarkDatabase database, String events, int segments, int batch) throws SQLException {
        this.database = database;
        this.events = events;
        this.segments = segments;
        axon = new AxonParts(database, events);
        tables = SagaSchema.builder()
                .sagaEntryTable(events + "_sagas")
                .associationValueEntryTable(events + "_associations")
                .build();
        JdbcSagaStore sagas = axon.sagas(tables);
        processor = axon.processor(
                events,
                AxonSagaManager.of(axon, sagas, endings),
                TrackingEventProcessorConfiguration.forParallelProcessing(segments)
                        .andBatchSize(batch)
                        .andEventAvailabilityTimeout(IDLE_MILLIS, TimeUnit.MILLISECONDS)
                        .andInitialTrackingToken(StreamableMessageSource::createHeadToken));
    }

    /**
     * As Axon configures a saga by itself: one segment, a transaction an event, and the saga's tables as its store makes
     * them.
     */
    static AxonSagas asItComes(BenchmarkDatabase database) throws SQLException {
        return new AxonSagas(database, "axon_default", 1, 1);
    }

    /**
     * Tuned. Up to 64 events share a transaction, so that steps of several sagas share a commit; the associations have
     * indices; two segments, each of which reads all events and writes its token, so that more of them cost more than
     * they bring: with 2 and with 4 it was as fast, with 1, 8 and 16 slower. Saga and associations are not cached: with
     * one segment Axon's {@code WeakReferenceCache} brought nothing, and with several its {@code CachingSagaStore}
     * loses sagas, since one segment may overwrite what another has just cached.
     */
    static AxonSagas tuned(BenchmarkDatabase database) throws SQLException {
        var tuned = new AxonSagas(database, "axon_tuned", 2, 64);
        database.execute(INDICES.formatted(tuned.tables.associationValueEntryTable()));
        return tuned;
    }

    double run(Story story, Duration length) throws Exception {
        Call job = () -> once(story == Story.COMPENSATED);
        List<Call> jobs = Collections.nCopies(SagaScenario.CALLERS, job);
        start();
        try {
            return Jobs.rate(jobs, length);
        } finally {
            processor.shutDown();
        }
    }

    /** As {@link #run}, with a turn that is long enough for some sagas to end in it. */
    double runAWhile(Story story, Duration length) throws Exception {
        return run(story, length.compareTo(AT_LEAST) < 0 ? AT_LEAST : length);
    }

    private void start() throws InterruptedException {
        processor.start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (processor.processingStatus().size() < segments) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Axon's processor has not begun in " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private long once(boolean fails) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        endings.expect(id);
        axon.publish(List.of(GenericEventMessage.asEventMessage(new AxonSaga.Started(id, fails, SagaRows.DATA))));
        endings.await(id);
        return 1;
    }

    /** Empties what grows. Called between turns. */
    void tidy() throws SQLException {
        database.execute(
                "TRUNCATE " + events + ", " + tables.sagaEntryTable() + ", " + tables.associationValueEntryTable());
    }
}
