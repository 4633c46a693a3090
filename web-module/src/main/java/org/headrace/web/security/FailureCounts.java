package org.headrace.web.security;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts failures by what they have in common, each in a window of time that begins with its first failure. Holds so many
 * windows and no more: the oldest goes first. Safe for use by many threads.
 */
final class FailureCounts {

    private final int limit;
    private final long windowNanos;
    private final int capacity;

    /** In the order in which the windows began. */
    private final Map<String, Window> windows = new LinkedHashMap<>();

    private record Window(long begin, int failures) {}

    /** @param limit with so many failures in a window no more is tried until its end */
    FailureCounts(int limit, long windowNanos, int capacity) {
        this.limit = limit;
        this.windowNanos = windowNanos;
        this.capacity = capacity;
    }

    /** How long no more is tried, in nanoseconds; 0: it may be. */
    synchronized long nanosToWait(String what, long now) {
        Window window = current(what, now);
        return window == null || window.failures() < limit ? 0 : window.begin() + windowNanos - now;
    }

    /** Counts one more. True: with it the limit is reached. */
    synchronized boolean fail(String what, long now) {
        Window window = current(what, now);
        if (window == null) {
            windows.remove(what);
            makeRoom();
            window = new Window(now, 0);
        }
        windows.put(what, new Window(window.begin(), window.failures() + 1));
        return window.failures() + 1 == limit;
    }

    synchronized int size() {
        return windows.size();
    }

    private void makeRoom() {
        Iterator<Window> oldest = windows.values().iterator();
        while (windows.size() >= capacity) {
            oldest.next();
            oldest.remove();
        }
    }

    private @Nullable Window current(String what, long now) {
        Window window = windows.get(what);
        return window != null && now - window.begin() < windowNanos ? window : null;
    }
}
