package org.headrace.engine.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How many events a second were processed lately. Safe for use by many threads. */
final class ReadingRate {

    private static final Duration LATELY = Duration.ofSeconds(30);

    private final Deque<Batch> batches = new ArrayDeque<>();
    private long events;

    /** Those that were processed since the batch before. */
    private record Batch(Instant at, long events) {}

    synchronized void processed(long count, Instant at) {
        batches.addLast(new Batch(at, count));
        events += count;
        while (batches.size() > 2
                && Duration.between(batches.getFirst().at(), at).compareTo(LATELY) > 0) {
            events -= batches.removeFirst().events();
        }
    }

    /** Over the last half minute in which there were any; null: too little to tell. */
    synchronized @Nullable Double perSecond() {
        if (batches.size() < 2) {
            return null;
        }
        Batch first = batches.getFirst();
        double seconds = Duration.between(first.at(), batches.getLast().at()).toMillis() / 1000.0;
        // The first batch took its time before the interval begins.
        return seconds <= 0 ? null : (events - first.events()) / seconds;
    }

    synchronized void forget() {
        batches.clear();
        events = 0;
    }

    /** The time that as many events take at a rate; null: not known. */
    static @Nullable Duration timeFor(long events, @Nullable Double perSecond) {
        return perSecond == null || perSecond <= 0
                ? null
                : Duration.ofMillis((long) Math.min(Long.MAX_VALUE / 2.0, events * 1000.0 / perSecond));
    }
}
