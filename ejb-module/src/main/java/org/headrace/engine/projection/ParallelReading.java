package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.headrace.engine.projection.BatchTransaction.Failing;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.Segment;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Takes the segments of a stream forward at the same time, each by a transaction of its own on a thread of its own. When
 * all of a round have ended, one transaction more has the checkpoint follow: it would make them wait for each other if
 * they moved it themselves. Called under the runner's lock.
 */
final class ParallelReading {

    private final ProjectionDefinition definition;
    private final RunnerParts parts;
    private final EventPages pages;
    private final BatchTransaction transaction;
    private final Predicate<Runnable> otherThreads;

    ParallelReading(
            ProjectionDefinition definition,
            RunnerParts parts,
            EventPages pages,
            BatchTransaction transaction,
            Predicate<Runnable> otherThreads) {
        this.definition = definition;
        this.parts = parts;
        this.pages = pages;
        this.transaction = transaction;
        this.otherThreads = otherThreads;
    }

    /** How the segments of a round ended that did not come to the end of their stretches. */
    private record Ends(ConcurrentLinkedQueue<Failing> failing, ConcurrentLinkedQueue<RuntimeException> broken) {
        Ends() {
            this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
        }
    }

    /**
     * Processes the next page of each segment. True: something has moved.
     *
     * @param place of the stream, at the offset of the segment that is least far
     * @param page from there on
     * @param limit the last offset to go to
     */
    boolean read(Checkpoint place, List<Segment> segments, EventPage page, long limit) {
        List<Stretch> stretches = stretches(place, segments, page, limit);
        if (stretches.isEmpty()) {
            return followAtTheEnd(place, segments);
        }
        Ends ends = processAll(stretches.stream()
                .filter(stretch -> !stretch.events().isEmpty())
                .toList());
        follow(place.stream(), stretches);
        RuntimeException broken = ends.broken().peek();
        if (broken != null) {
            throw broken;
        }
        Optional<Failing> first = ends.failing().stream()
                .min(Comparator.comparingLong(f -> f.event().offset()));
        // Only one event of a projection fails at a time. Others that do are met again when that one has been dealt
        // with.
        return first.isEmpty() || transaction.fail(first.get());
    }

    /** Where the last event of all became a dead letter, or a node died: no other round has the checkpoint follow. */
    private boolean followAtTheEnd(Checkpoint place, List<Segment> segments) {
        boolean isBehind =
                segments.stream().allMatch(segment -> segment.lastProcessedOffset() > place.lastProcessedOffset());
        if (isBehind) {
            follow(place.stream(), List.of());
        }
        return isBehind;
    }

    private Ends processAll(List<Stretch> stretches) {
        var ends = new Ends();
        List<Runnable> tasks = new ArrayList<>();
        for (Stretch stretch : stretches) {
            tasks.add(() -> {
                try {
                    Failing failing = transaction.process(stretch);
                    if (failing != null) {
                        ends.failing().add(failing);
                    }
                } catch (RuntimeException e) {
                    ends.broken().add(e);
                }
            });
        }
        Crew.all(tasks, otherThreads);
        return ends;
    }

    /** Moves segments that had nothing to do, and the checkpoint with all. */
    private void follow(String stream, List<Stretch> stretches) {
        String name = definition.name();
        transaction.change(() -> {
            for (Stretch stretch : stretches) {
                Segment segment = stretch.segment();
                if (stretch.events().isEmpty() && segment != null) {
                    var move = new Move(stretch.from(), stretch.to(), Counts.NONE);
                    parts.places().segments().advance(name, stream, segment.number(), move);
                }
            }
            parts.places().follow(name, stream);
        });
        transaction.forget(stream);
    }

    private List<Stretch> stretches(Checkpoint place, List<Segment> segments, EventPage page, long limit) {
        String stream = place.stream();
        int size = Splitting.pageSize(definition, segments);
        Map<Long, List<RecordedEvent>> read = new HashMap<>();
        read.put(place.lastProcessedOffset(), page.events());
        long end = Math.min(limit, page.head());
        FailedEvent failing = transaction.loadRunState().failure();
        List<Stretch> stretches = new ArrayList<>();
        for (Segment segment : heldUpBy(failing, stream, segments)) {
            long from = segment.lastProcessedOffset();
            if (from < end) {
                List<RecordedEvent> events = read.computeIfAbsent(
                        from, f -> pages.read(stream, f + 1, size).events());
                Stretch stretch = stretch(place, segment, EventPages.upTo(end, events));
                stretches.add(stretchAtFailure(failing, stretch));
            }
        }
        return stretches;
    }

    /** All of them; while an event is tried again, the one that it belongs to. */
    private List<Segment> heldUpBy(@Nullable FailedEvent failing, String stream, List<Segment> segments) {
        if (failing == null || !failing.stream().equals(stream)) {
            return segments;
        }
        List<RecordedEvent> event = EventPages.upTo(
                failing.offset(), pages.read(stream, failing.offset(), 1).events());
        return segments.stream()
                .filter(segment -> event.stream().anyMatch(segment::takes))
                .toList();
    }

    private Stretch stretch(Checkpoint place, Segment segment, List<RecordedEvent> events) {
        Stretch uniform = Stretch.of(place, segment, segment.lastProcessedOffset(), events);
        int most = definition.options().checkpointPerEvent()
                ? 1
                : definition.options().batchSize();
        return uniform.events().size() > most ? uniform.head(most) : uniform;
    }

    /** An event that has failed stands alone when it is tried again. */
    private static Stretch stretchAtFailure(@Nullable FailedEvent failing, Stretch stretch) {
        boolean first = !stretch.events().isEmpty() && FailureDecision.isAt(failing, stretch.first());
        return first ? stretch.head(1) : stretch;
    }
}
