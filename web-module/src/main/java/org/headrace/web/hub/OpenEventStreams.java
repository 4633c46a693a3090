package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many answers of server-sent events have begun and have not been completed by the container. Clients may have gone
 * long before.
 */
@ApplicationScoped
public class OpenEventStreams {

    private static final Duration MOST = Duration.ofSeconds(2);
    private static final long MILLIS = 20;

    private final AtomicInteger open = new AtomicInteger();
    private final Duration most;

    public OpenEventStreams() {
        this(MOST);
    }

    /** @param most how long an end is waited for */
    OpenEventStreams(Duration most) {
        this.most = most;
    }

    void began() {
        open.incrementAndGet();
    }

    void ended() {
        open.decrementAndGet();
    }

    /**
     * Waits until all have ended, for some seconds at most. Undertow completes them on threads of its own, on which Weld
     * remembers the request until it hears of its end. When the application has been stopped meanwhile it never does, and the
     * thread holds the application's classes for as long as it lives.
     */
    void awaitEnd() {
        long end = System.nanoTime() + most.toNanos();
        int before;
        try {
            do {
                before = open.get();
                // Once more after the last: Weld is told a moment after us.
                TimeUnit.MILLISECONDS.sleep(MILLIS);
            } while (before > 0 && System.nanoTime() - end < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
