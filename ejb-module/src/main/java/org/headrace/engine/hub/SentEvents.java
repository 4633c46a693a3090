package org.headrace.engine.hub;

import java.util.Arrays;

/**
 * The offsets of the events of a subscription that were sent and are not acknowledged, in order: eight bytes each, and
 * never more than the window has. Only used by its connection's tasks, one at a time.
 */
final class SentEvents {

    private static final int FIRST_CAPACITY = 16;
    private static final long NONE = -1;

    private final Window window;

    /** Of an event that is acknowledged while one before it is not the complement is kept, which is negative. */
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

    int size() {
        return size;
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

    /**
     * All up to an offset are acknowledged.
     *
     * @return the offset of the last event that no event before it holds back any more; −1: there is no other than before
     */
    long removeUpTo(long offset) {
        long last = NONE;
        while (size > 0 && (ring[first] < 0 || ring[first] <= offset)) {
            last = offsetAt(0);
            first = place(1);
            size--;
        }
        return last;
    }

    /**
     * One is acknowledged, in whatever order. One that is none of those is ignored.
     *
     * @return as {@link #removeUpTo}
     */
    long remove(long offset) {
        int index = indexOf(offset);
        if (index < 0) {
            return NONE;
        }
        ring[place(index)] = ~offset;
        return removeUpTo(NONE);
    }

    private int indexOf(long offset) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = offsetAt(middle);
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private long offsetAt(int index) {
        long kept = ring[place(index)];
        return kept < 0 ? ~kept : kept;
    }

    private int place(int index) {
        return (first + index) % ring.length;
    }

    private void grow() {
        long[] larger = Arrays.copyOf(ring, Math.min(window.events(), Math.max(FIRST_CAPACITY, 2 * ring.length)));
        // The part that had wrapped around comes after the part that had not.
        int unwrapped = ring.length - first;
        System.arraycopy(ring, first, larger, 0, unwrapped);
        System.arraycopy(ring, 0, larger, unwrapped, first);
        ring = larger;
        first = 0;
    }
}
