package org.headrace.engine.saga;

import java.time.Duration;

/**
 * How long a turn took, and its action within it: who is to blame when the time is up. Readings of
 * {@link System#nanoTime}.
 *
 * @param begun when the turn began, and with it its transaction
 * @param acting when the action began: before that, a connection and the saga's lock were waited for
 */
record TimeSpent(long begun, long acting, long ended) {

    /** Whether the transaction may have been rolled back for its time: what was thrown then is the server's. */
    boolean isUp(Duration limit) {
        return ended - begun >= limit.toNanos();
    }

    /** Whether most of the time was the action's. */
    boolean isTheActions(Duration limit) {
        return ended - acting >= limit.toNanos() / 2;
    }
}
