package org.headrace.projection.spi;

import java.time.Instant;
import org.headrace.projection.ProjectionStatus.Counts;
import org.jspecify.annotations.Nullable;

/**
 * How far a projection has come in a stream.
 *
 * @param lastProcessedOffset −1: nothing yet
 * @param counts of events, since the last reset
 * @param replayUntil events up to this offset had been processed before the last rebuild; −1: none
 * @param lastError the newest failure; null: none yet
 */
public record Checkpoint(
        String projection,
        String stream,
        long lastProcessedOffset,
        Counts counts,
        long replayUntil,
        Instant lastUpdated,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    /**
     * A move of a checkpoint.
     *
     * @param from where it must stand now, −1 for one that is not there
     * @param to the last offset processed, beyond {@code from}
     * @param counts of the events between
     */
    public record Move(long from, long to, Counts counts) {
        public Move {
            if (to <= from) {
                throw new IllegalArgumentException("A checkpoint moves on, not from " + from + " to " + to);
            }
        }
    }

    /** The one of a projection that has processed nothing. */
    public static Checkpoint start(String projection, String stream, Instant now) {
        return new Checkpoint(projection, stream, -1, Counts.NONE, -1, now, null, null);
    }

    /** The same after some more events. */
    public Checkpoint moved(Move move, Instant now) {
        return new Checkpoint(
                projection, stream, move.to(), counts.plus(move.counts()), replayUntil, now, lastError, lastErrorAt);
    }

    /** The same under another projection's name, as of now. */
    public Checkpoint under(String otherProjection, Instant now) {
        return new Checkpoint(
                otherProjection, stream, lastProcessedOffset, counts, replayUntil, now, lastError, lastErrorAt);
    }

    /** The same; what comes up to the offset at least is a replay. */
    public Checkpoint replayingUntil(long offset) {
        return new Checkpoint(
                projection,
                stream,
                lastProcessedOffset,
                counts,
                Math.max(replayUntil, offset),
                lastUpdated,
                lastError,
                lastErrorAt);
    }

    /** The same with other events counted as well. */
    public Checkpoint recounted(Counts more) {
        return new Checkpoint(
                projection,
                stream,
                lastProcessedOffset,
                counts.plus(more),
                replayUntil,
                lastUpdated,
                lastError,
                lastErrorAt);
    }

    public long eventsProcessed() {
        return counts.processed();
    }
}
