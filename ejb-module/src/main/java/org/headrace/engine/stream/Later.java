package org.headrace.engine.stream;

import java.time.Duration;

/** Runs something once, after a while. It must not block: there is one thread for all. */
@FunctionalInterface
public interface Later {

    void run(Duration delay, Runnable task);
}
