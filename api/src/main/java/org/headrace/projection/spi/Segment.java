package org.headrace.projection.spi;

import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * One of the parts that a parallel projection splits a stream into by the events' keys. Each is read in order; together
 * they hold every event once.
 *
 * @param number from 0
 * @param of how many there are
 * @param lastProcessedOffset up to where this segment's events are processed; −1: none is
 * @param counts of this segment's events, since they were last added to the checkpoint's
 */
public record Segment(int number, int of, long lastProcessedOffset, Counts counts) {

    private static final int MAX = ProjectionOptions.MAX_PARALLELISM;

    public Segment {
        if (of < 1 || of > MAX || number < 0 || number >= of) {
            throw new IllegalArgumentException("segment " + number + " of " + of);
        }
    }

    /** Whether an event is this segment's. */
    public boolean takes(RecordedEvent event) {
        return numberOf(event.key(), of) == number;
    }

    /**
     * Which segment a key belongs to: of events without one, the first. The same on every node and in every version:
     * {@link String#hashCode} is specified, and is mixed by MurmurHash3's 32-bit finalizer, since it alone leaves similar
     * keys close to each other.
     */
    public static int numberOf(@Nullable String key, int of) {
        if (key == null) {
            return 0;
        }
        int h = key.hashCode();
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(h ^ (h >>> 16), of);
    }

    public Segment moved(Checkpoint.Move move) {
        return new Segment(number, of, move.to(), counts.plus(move.counts()));
    }
}
