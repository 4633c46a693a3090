package org.headrace.engine.saga;

import java.time.Duration;

/**
 * How long the relay waits for what else happens, which then goes into the same transaction: not long for what comes after a
 * while of silence, longer where one thing follows the other, since a transaction costs more than what is in it. Times are
 * readings of {@link System#nanoTime}. Safe for use by many threads.
 */
final class Gathering {

    static final Duration AFTER_SILENCE = Duration.ofMillis(20);

    static final Duration UNDER_WAY = Duration.ofMillis(100);

    private volatile long last;

    /** Silent so far. */
    Gathering(long now) {
        last = now - UNDER_WAY.toNanos();
    }

    /** Something has been relayed. */
    void gathered(long now) {
        last = now;
    }

    /** How long to wait when something has happened. */
    Duration from(long now) {
        return now - last < UNDER_WAY.toNanos() ? UNDER_WAY : AFTER_SILENCE;
    }
}
