package org.headrace.engine.projection;

import java.util.List;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;

/**
 * Where a projection says to stand in a stream.
 *
 * @param checkpoint with the counts of segments that it has not followed yet
 * @param furthest the offset of the segment that is furthest; of a stream that is not split the checkpoint's
 */
record AuditedPlace(Checkpoint checkpoint, long furthest) {

    private static final int TRIES = 20;

    /** Read so that the counts of the checkpoint and of its segments belong together; as well as can be where it moves on. */
    static AuditedPlace read(RunnerParts parts, String projection, String stream) {
        Checkpoint place = parts.placeOf(projection, stream);
        for (int i = 0; ; i++) {
            List<Segment> segments = parts.places().segments().load(projection, stream);
            Checkpoint after = parts.placeOf(projection, stream);
            if (after.equals(place) || i == TRIES) {
                return of(after, segments);
            }
            place = after;
        }
    }

    static AuditedPlace of(Checkpoint place, List<Segment> segments) {
        Counts more = segments.stream().map(Segment::counts).reduce(Counts.NONE, Counts::plus);
        long last = place.lastProcessedOffset();
        long furthest =
                segments.stream().mapToLong(Segment::lastProcessedOffset).max().orElse(last);
        return new AuditedPlace(place.recounted(more), Math.max(last, furthest));
    }
}
