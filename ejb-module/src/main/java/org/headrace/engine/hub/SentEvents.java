package org.headrace.engine.hub;

import java.util.Arrays;

/**
 * The offsets of the events of a subscription that were sent and are not acknowledged, in order: eight bytes each, and
 * never more than the window has. Only used by its connection's tasks, one at a time.
 */
final class SentEvents {

    private static final int FIRST_CAPACITY = 16;

    private final Window window;
    private long[] ring = {};
    private int first;
    private int size;

    SentEvents(Window window) {
        this.window = window;
    }

    /** How many more may be sent. */
    int room() {
        return window.isLimited() ? window.events() - size : Integer.MAX_VALUE;
    }

    /** @param offset above all before */
    void add(long offset) {
        if (!window.isLimited()) {
            return;
        }
        if (size == ring.length) {
            grow();
        }
        ring[place(size)] = offset;
        size++;
    }

    /** Those up to an offset are acknowledged. */
    void removeUpTo(long offset) {
        while (size > 0 && ring[first] <= offset) {
            first = place(1);
            size--;
        }
    }

    private int place(int index) {
        return (first + index) % ring.length;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(ring, Math.min(window.events(), Math.max(FIRST_CAPACITY, 2 * ring.length)));
        // The part that had wrapped around goes before the part that had not.
        int unwrapped = ring.length - first;
        System.arraycopy(ring, first, larger, 0, unwrapped);
        System.arraycopy(ring, 0, larger, unwrapped, first);
        ring = larger;
        first = 0;
    }
}
