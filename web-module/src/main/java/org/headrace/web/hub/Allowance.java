package org.headrace.web.hub;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many a second on average, and after a pause as many at once as are saved up in {@link #SAVED_SECONDS} seconds. Used
 * by one thread at a time.
 */
final class Allowance {

    static final int SAVED_SECONDS = 5;

    private static final long SAVED_NANOS = TimeUnit.SECONDS.toNanos(SAVED_SECONDS);

    private final long nanosEach;
    private final LongSupplier nanoTime;

    /** As far as this all is used up: behind the present by what is saved. */
    private long usedUpTo;

    /** @param nanoTime as {@link System#nanoTime} */
    Allowance(int perSecond, LongSupplier nanoTime) {
        this.nanosEach = Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.nanoTime = nanoTime;
        this.usedUpTo = nanoTime.getAsLong() - SAVED_NANOS;
    }

    /** @return false: there is none left, and nothing was taken */
    boolean take() {
        long now = nanoTime.getAsLong();
        long start = now - usedUpTo > SAVED_NANOS ? now - SAVED_NANOS : usedUpTo;
        if (start + nanosEach - now > 0) {
            return false;
        }
        usedUpTo = start + nanosEach;
        return true;
    }
}
