package org.headrace.projection.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a projection has come in a stream.
 *
 * @param lastProcessedOffset −1: nothing yet
 * @param eventsProcessed since the last reset
 * @param replayUntil events up to this offset had been processed before the last rebuild; −1: none
 * @param lastError the newest failure; null: none yet
 */
public record Checkpoint(
        String projection,
        String stream,
        long lastProcessedOffset,
        long eventsProcessed,
        long replayUntil,
        Instant lastUpdated,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt) {

    /** The one of a projection that has processed nothing. */
    public static Checkpoint start(String projection, String stream, Instant now) {
        return new Checkpoint(projection, stream, -1, 0, -1, now, null, null);
    }

    /** The same after some more events. */
    public Checkpoint movedTo(long offset, long processed, Instant now) {
        return new Checkpoint(
                projection, stream, offset, eventsProcessed + processed, replayUntil, now, lastError, lastErrorAt);
    }
}
