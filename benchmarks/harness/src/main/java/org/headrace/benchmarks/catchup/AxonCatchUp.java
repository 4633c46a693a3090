package org.headrace.benchmarks.catchup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.axon.AxonParts;
import org.headrace.benchmarks.workload.Touched;

/** Axon's TrackingEventProcessor over the same 200,000 events in its own table. It stops when its time is over. */
final class AxonCatchUp {

    private static final int CHUNK = 1_000;
    private static final int USERS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger turns = new AtomicInteger();
    private final AxonParts axon;

    private AxonCatchUp(AxonParts axon) {
        this.axon = axon;
    }

    static AxonCatchUp fill(BenchmarkDatabase database) throws SQLException {
        var axon = new AxonParts(database, "axon_touches");
        if (database.ask("SELECT count(*) FROM axon_touches").equals("0")) {
            for (int from = 0; from < TouchedStream.EVENTS; from += CHUNK) {
                axon.publish(events(from));
            }
            database.execute("VACUUM ANALYZE axon_touches");
        }
        return new AxonCatchUp(axon);
    }

    private static List<GenericDomainEventMessage<Touched>> events(int from) {
        List<GenericDomainEventMessage<Touched>> events = new ArrayList<>(CHUNK);
        for (int n = from; n < from + CHUNK; n++) {
            String user = "user-" + n % USERS;
            events.add(new GenericDomainEventMessage<>(
                    "User", user, n / USERS, new Touched(user, n % 7, "x".repeat(150))));
        }
        return events;
    }

    /** Two upserts an event. */
    double each(Duration length, int batch) throws InterruptedException {
        return run(length, batch, new Each());
    }

    /** One statement a batch. */
    double folded(Duration length, int batch) throws InterruptedException {
        return run(length, batch, new Folded());
    }

    private double run(Duration length, int batch, Handler handler) throws InterruptedException {
        TrackingEventProcessor processor = axon.follow("benchmark-" + turns.incrementAndGet(), handler, batch);
        try {
            long started = System.nanoTime();
            while (handler.committed.get() == 0) {
                if (processor.isError() || CatchUpScenario.isOver(started, PATIENCE)) {
                    throw new IllegalStateException("Axon's processor has begun with nothing");
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            long begin = System.nanoTime();
            long before = handler.committed.get();
            while (handler.committed.get() < TouchedStream.EVENTS && !CatchUpScenario.isOver(begin, length)) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return CatchUpScenario.rate(handler.committed.get() - before, System.nanoTime() - begin);
        } finally {
            processor.shutDown();
        }
    }

    /** Counts what is committed. */
    private abstract static class Handler {

        final AtomicLong committed = new AtomicLong();

        void count(UnitOfWork<?> work) {
            work.afterCommit(done -> committed.incrementAndGet());
        }
    }

    /** As one writes it for Axon. */
    public final class Each extends Handler {

        @EventHandler
        public void on(Touched event) throws SQLException {
            try (Connection connection = axon.connect();
                    PreparedStatement count = connection.prepareStatement(EachByHand.COUNT);
                    PreparedStatement add = connection.prepareStatement(EachByHand.ADD)) {
                count.setString(1, event.userId());
                count.executeUpdate();
                add.setString(1, event.userId());
                add.setLong(2, event.amount());
                add.executeUpdate();
            }
            count(CurrentUnitOfWork.get());
        }
    }

    /** Adds up by user in the unit of work, which is that of the batch, and writes before it commits. */
    public final class Folded extends Handler {

        @EventHandler
        public void on(Touched event) {
            UnitOfWork<?> work = CurrentUnitOfWork.get();
            UnitOfWork<?> batch = work.root();
            Map<String, FoldedByHand.Sum> sums = batch.getOrComputeResource("sums", name -> {
                Map<String, FoldedByHand.Sum> fresh = new HashMap<>();
                batch.onPrepareCommit(committing -> write(fresh));
                return fresh;
            });
            sums.merge(event.userId(), FoldedByHand.Sum.of(event), FoldedByHand.Sum::plus);
            count(work);
        }

        private void write(Map<String, FoldedByHand.Sum> sums) {
            try (Connection connection = axon.connect()) {
                FoldedByHand.add(connection, sums);
            } catch (SQLException e) {
                throw new IllegalStateException("A batch could not be written", e);
            }
        }
    }
}
