package org.headrace.engine.projection;

import java.time.Duration;

/** Gets runners to run. */
public interface Wakeups {

    /** Runs the task soon on a thread of the engine. False: no thread is free for it; the next timeout offers it again. */
    boolean submit(Runnable task);

    /** Offers a run to the projection once, after a while. A hint; may come late. */
    void wakeLater(String projection, Duration delay);
}
