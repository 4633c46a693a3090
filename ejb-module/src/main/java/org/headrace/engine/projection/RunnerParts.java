package org.headrace.engine.projection;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Retention;

/** What all runners of a node share. */
record RunnerParts(
        LiveStreams streams,
        Retention retention,
        Places places,
        OwnTransactions transactions,
        Contributed contributed,
        Clock clock,
        ProjectionObserver observer) {

    /** Without anybody who is told. */
    RunnerParts(
            LiveStreams streams,
            Retention retention,
            Places places,
            OwnTransactions transactions,
            Contributed contributed,
            Clock clock) {
        this(streams, retention, places, transactions, contributed, clock, ProjectionObserver.NOBODY);
    }

    /** What modules of the deployment contribute. */
    record Contributed(List<BeforeCheckpoint> flushes, Upcasters upcasters) {

        void flush() {
            flushes.forEach(BeforeCheckpoint::flush);
        }
    }

    /** Where runners keep how far they are and what they have left out, and whether they may go on. */
    record Places(
            CheckpointStore checkpoints,
            RunStateStore runStates,
            SegmentStore segments,
            DeadLetterStore deadLetters,
            Leases leases) {

        /** Moves a projection past one event, which must be the next one, in its segment where the stream is split. */
        void pass(String projection, RecordedEvent event, Counts counts) {
            String stream = event.stream();
            Optional<Segment> segment = segments.load(projection, stream).stream()
                    .filter(s -> s.takes(event))
                    .findFirst();
            if (segment.isPresent()) {
                var move = new Move(segment.get().lastProcessedOffset(), event.offset(), counts);
                segments.advance(projection, stream, segment.get().number(), move);
            } else {
                checkpoints.advance(projection, stream, new Move(event.offset() - 1, event.offset(), counts));
            }
        }

        /** Has the checkpoint of a stream that is split say what its segments add up to; of one that is not nothing changes. */
        void follow(String projection, String stream) {
            OptionalLong least = segments.load(projection, stream).stream()
                    .mapToLong(Segment::lastProcessedOffset)
                    .min();
            if (least.isPresent()) {
                checkpoints.align(projection, stream, least.getAsLong(), segments.drain(projection, stream));
            }
        }

        /** Puts a projection back to the start of a stream, which is not split then. */
        void reset(String projection, String stream) {
            segments.load(projection, stream).stream()
                    .mapToLong(Segment::lastProcessedOffset)
                    .max()
                    .ifPresent(furthest -> checkpoints.align(projection, stream, furthest, Counts.NONE));
            segments.replace(projection, stream, List.of());
            checkpoints.reset(projection, stream);
        }
    }

    /** The same, but for a version of the read model whose places are kept under other names, and that is not observed. */
    RunnerParts under(UnaryOperator<String> naming) {
        var others = new Places(
                new CheckpointsUnder(naming, places.checkpoints()),
                new RunStatesUnder(naming, places.runStates()),
                new SegmentsUnder(naming, places.segments()),
                new DeadLettersUnder(naming, places.deadLetters()),
                places.leases());
        return new RunnerParts(streams, retention, others, transactions, contributed, clock);
    }

    EventPages pages() {
        return new EventPages(streams, retention);
    }

    /** Where a projection stands in a stream, as the store says. */
    Checkpoint placeOf(String projection, String stream) {
        return places.checkpoints()
                .load(projection, stream)
                .orElseGet(() -> Checkpoint.start(projection, stream, clock.instant()));
    }
}
