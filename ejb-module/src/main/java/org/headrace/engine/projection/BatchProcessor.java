package org.headrace.engine.projection;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.headrace.engine.projection.BatchTransaction.Failing;
import org.headrace.engine.projection.BatchTransaction.OvertakenException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.Segment;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/** Takes one projection's streams forward, a page at a time. Called under the runner's lock. */
final class BatchProcessor {

    private static final Log LOG = Log.of(BatchProcessor.class);

    private final ProjectionDefinition definition;
    private final RunnerParts parts;
    private final Standing standing;
    private final BooleanSupplier mustYield;
    private final Version version;
    private final BatchTransaction transaction;
    private final ReadAhead pages;
    private final Splitting splitting;
    private final ParallelReading parallel;

    BatchProcessor(
            ProjectionDefinition definition,
            RunnerParts parts,
            Standing standing,
            RunnerThread thread,
            Version version) {
        this.definition = definition;
        this.parts = parts;
        this.standing = standing;
        this.mustYield = thread::mustYield;
        this.version = version;
        this.transaction = new BatchTransaction(definition, parts, standing, version);
        EventPages read = parts.pages();
        this.pages = new ReadAhead(read::read, standing, thread::submit);
        this.splitting = new Splitting(definition, parts, standing, transaction);
        this.parallel = new ParallelReading(definition, parts, read, transaction, thread::submit);
    }

    /** What a runner's thread may do while it processes. */
    interface RunnerThread {
        /** Whether it should come to its end. */
        boolean mustYield();

        /** Hands work to another thread. False: none is free. */
        boolean submit(Runnable task);
    }

    /** Whether the stream is known to end elsewhere than it was read to: it has grown, or the database was restored. */
    boolean isAwayFromHead(String stream) {
        return standing.place(stream)
                .map(place -> isAway(place, parts.streams().head(stream)))
                .orElse(true);
    }

    private boolean isAway(Checkpoint place, long head) {
        long last = place.lastProcessedOffset();
        return last > head || last < Math.min(head, version.limit(place.stream()));
    }

    /** What the store holds, or what a projection without a past begins with. */
    RunState loadRunState() {
        return transaction.loadRunState();
    }

    /** Of a projection without a past. */
    RunState firstState() {
        return transaction.firstState();
    }

    /**
     * Processes the next page of a stream. True: its checkpoint has moved, or is to be looked at anew.
     *
     * @throws DatabaseWait when the database failed
     */
    boolean readFrom(String stream) {
        if (standing.looked() && !isAwayFromHead(stream) && splitting.isAsWanted(stream)) {
            return false;
        }
        if (loadRunState().pause() != null) {
            return false;
        }
        try {
            return readOn(stream);
        } catch (OvertakenException e) {
            LOG.write(LogMessage.PROJECTION_GIVES_WAY, definition.name(), e.getMessage());
            standing.forget();
            return false;
        }
    }

    private boolean readOn(String stream) {
        boolean remembered = standing.place(stream).isPresent();
        Checkpoint place = place(stream);
        List<Segment> segments = splitting.segments(stream);
        long begin = place.lastProcessedOffset() + 1;
        int size = Splitting.pageSize(definition, segments);
        EventPage page = pages.read(stream, begin, size);
        long last =
                segments.stream().mapToLong(Segment::lastProcessedOffset).max().orElse(place.lastProcessedOffset());
        if (page.head() < last) {
            if (remembered) {
                // The checkpoint may have been restored together with the log: what the store holds counts.
                standing.forget();
                return true;
            }
            refuse(stream, last, page.head());
            return false;
        }
        if (splitting.change(place, segments)) {
            return true;
        }
        if (!segments.isEmpty()) {
            return parallel.read(
                    place, segments, page, Math.min(version.limit(stream), splitting.limit(stream, segments)));
        }
        long limit = version.limit(stream);
        List<RecordedEvent> events = EventPages.upTo(limit, page.events());
        if (loadRunState().failure() == null && page.nextOffset() <= Math.min(page.head(), limit)) {
            pages.begin(page, size);
        }
        return !events.isEmpty() && processPage(events, place);
    }

    private boolean processPage(List<RecordedEvent> events, Checkpoint place) {
        Stretch stretch = Stretch.of(place, null, place.lastProcessedOffset(), events);
        if (FailureDecision.isAt(loadRunState().failure(), stretch.first())) {
            return process(stretch.head(1));
        }
        if (!definition.options().checkpointPerEvent()) {
            return process(stretch);
        }
        for (int i = 0; i < stretch.events().size(); i++) {
            Stretch rest = i == 0 ? stretch : stretch.tail(i);
            if (mustYield.getAsBoolean() || !process(rest.head(1))) {
                return i > 0;
            }
        }
        return true;
    }

    /** True: all of them are processed, or parked. */
    private boolean process(Stretch stretch) {
        Failing failing = transaction.process(stretch);
        return failing == null || transaction.fail(failing);
    }

    /** Between this and a resumption by an operator nothing is read, wherever the projection runs. */
    private void refuse(String stream, long last, long head) {
        RunState stopped = RestoreGuard.stop(
                loadRunState(), stream, last, head, parts.clock().instant());
        transaction.change(() -> parts.places().runStates().save(definition.name(), stopped));
        standing.runState(stopped);
        LOG.write(LogMessage.PROJECTION_CANNOT_RUN, definition.name(), RestoreGuard.reason(stopped));
    }

    private Checkpoint place(String stream) {
        return standing.place(stream).orElseGet(() -> {
            Checkpoint stored = parts.places()
                    .checkpoints()
                    .load(definition.name(), stream)
                    .orElseGet(() -> Checkpoint.start(
                            definition.name(), stream, parts.clock().instant()));
            standing.place(stored);
            return stored;
        });
    }
}
