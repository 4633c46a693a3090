package org.headrace.engine.projection;

import java.util.List;
import java.util.stream.IntStream;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;

/**
 * Into how many segments a projection's streams are split. When another number is wanted, all segments of a stream are
 * first brought to one offset. Called under the runner's lock.
 */
final class Splitting {

    private static final Log LOG = Log.of(Splitting.class);

    private final ProjectionDefinition definition;
    private final RunnerParts parts;
    private final Standing standing;
    private final BatchTransaction transaction;

    Splitting(ProjectionDefinition definition, RunnerParts parts, Standing standing, BatchTransaction transaction) {
        this.definition = definition;
        this.parts = parts;
        this.standing = standing;
        this.transaction = transaction;
    }

    /** Of a stream, as they are; empty: it is not split. */
    List<Segment> segments(String stream) {
        List<Segment> known = standing.segments(stream);
        if (known != null) {
            return known;
        }
        List<Segment> stored = parts.places().segments().load(definition.name(), stream);
        standing.segments(stream, stored);
        return stored;
    }

    /** Whether nothing is known that is to be changed. Asks the store nothing. */
    boolean isAsWanted(String stream) {
        List<Segment> known = standing.segments(stream);
        Integer wanted = standing.wantedSegments();
        return known != null && wanted != null && numberOf(known) == wanted;
    }

    /** How many events to read at a time, so that each segment finds about a batch of its own among them. */
    static int pageSize(ProjectionDefinition definition, List<Segment> segments) {
        long all = (long) definition.options().batchSize() * numberOf(segments);
        return (int) Math.min(ProjectionOptions.MAX_BATCH_SIZE, all);
    }

    /** Up to where to read: while the number is to change, not beyond the segment that is furthest. */
    long limit(String stream, List<Segment> segments) {
        return isAsWanted(stream)
                ? Long.MAX_VALUE
                : segments.stream()
                        .mapToLong(Segment::lastProcessedOffset)
                        .max()
                        .orElse(Long.MAX_VALUE);
    }

    /** Changes the number where another one is wanted and all segments are at one offset. True: it is changed. */
    boolean change(Checkpoint place, List<Segment> segments) {
        int wanted = wanted();
        if (numberOf(segments) == wanted) {
            return false;
        }
        long offset = segments.isEmpty()
                ? place.lastProcessedOffset()
                : segments.get(0).lastProcessedOffset();
        if (segments.stream().anyMatch(segment -> segment.lastProcessedOffset() != offset)) {
            return false;
        }
        List<Segment> changed = wanted == 1
                ? List.of()
                : IntStream.range(0, wanted)
                        .mapToObj(i -> new Segment(i, wanted, offset, Counts.NONE))
                        .toList();
        String stream = place.stream();
        transaction.change(() -> {
            parts.places().follow(definition.name(), stream);
            parts.places().segments().replace(definition.name(), stream, changed);
        });
        LOG.write(LogMessage.PROJECTION_SPLIT, definition.name(), stream, wanted, offset + 1, numberOf(segments));
        standing.forget(stream);
        return true;
    }

    private int wanted() {
        Integer known = standing.wantedSegments();
        if (known != null) {
            return known;
        }
        // One that an operator split may have been deployed anew, as one that must not be.
        int wanted = definition.isParallel()
                ? parts.places()
                        .segments()
                        .wanted(definition.name())
                        .orElse(definition.options().parallelism())
                : 1;
        standing.wantedSegments(wanted);
        return wanted;
    }

    private static int numberOf(List<Segment> segments) {
        return Math.max(1, segments.size());
    }
}
