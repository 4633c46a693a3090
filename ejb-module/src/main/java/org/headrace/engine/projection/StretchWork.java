package org.headrace.engine.projection;

import java.util.List;
import org.headrace.projection.BatchContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.Segment;
import org.headrace.stream.RecordedEvent;

/** What becomes of a stretch, in the calling thread's transaction: handler, flush, dead letters, checkpoint. */
record StretchWork(ProjectionDefinition definition, HandlerCall handler, RunnerParts parts, Parking parking) {

    StretchWork(ProjectionDefinition definition, RunnerParts parts, Standing standing) {
        this(definition, HandlerCall.of(definition), parts, new Parking(definition, parts, standing));
    }

    /**
     * Processes it.
     *
     * @param attempt how many times its first event has failed before
     */
    Move process(Stretch stretch, int attempt) throws Exception {
        Parking.Split split = parking.split(stretch.events());
        int unknown = handle(split.open(), new BatchContext(definition.name(), attempt, stretch.replaying()));
        parking.queue(split.queued());
        return pass(
                stretch,
                new Counts(split.open().size(), unknown, 0, split.queued().size()));
    }

    /** Moves the checkpoint, or the segment's place, on to its end. */
    Move pass(Stretch stretch, Counts counts) {
        var move = new Move(stretch.from(), stretch.to(), counts);
        Segment segment = stretch.segment();
        if (segment == null) {
            parts.places().checkpoints().advance(definition.name(), stretch.stream(), move);
        } else {
            parts.places().segments().advance(definition.name(), stretch.stream(), segment.number(), move);
        }
        return move;
    }

    private int handle(List<RecordedEvent> events, BatchContext context) throws Exception {
        if (events.isEmpty()) {
            return 0;
        }
        int unknown = handler.handle(parts.contributed().upcasters().upcast(events), context);
        parts.contributed().flush();
        return unknown;
    }
}
