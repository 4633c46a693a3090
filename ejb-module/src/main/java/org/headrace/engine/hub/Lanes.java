package org.headrace.engine.hub;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where work is done.
 *
 * @param work composing frames; never blocks
 * @param live reads at the live edge, one a stream at a time: kept apart, so that no crowd that catches up delays them
 * @param catchUp reads of those further behind
 * @param later does nothing itself, only hands on after a while
 */
record Lanes(Executor work, Executor live, Executor catchUp, Later later) {

    /** Runs something once, after a while. It must not block. */
    interface Later {
        void run(Duration delay, Runnable task);
    }
}
