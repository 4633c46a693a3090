package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.List;

/** A piece of a stream without a gap, bounded in bytes: what is added at its end pushes out what is oldest. */
final class StreamTail {

    /** The event at offset {@code start + i} is at {@code (first + i) % ring.length}. */
    private TailEvent[] ring = new TailEvent[16];

    private int first;
    private int size;
    private long start;
    private long bytes;

    /** The oldest offset held, or {@link #end} when nothing is. */
    long start() {
        return start;
    }

    /** The offset that comes next. */
    long end() {
        return start + size;
    }

    long bytes() {
        return bytes;
    }

    /** Forgets everything and goes on from there. */
    void restartAt(long offset) {
        ring = new TailEvent[16];
        first = 0;
        size = 0;
        bytes = 0;
        start = offset;
    }

    /** @param maxBytes what may be held afterwards; the newest event is held in any case */
    void add(TailEvent event, long maxBytes) {
        if (event.offset() != end()) {
            throw new IllegalArgumentException("Offset " + event.offset() + " does not follow " + (end() - 1));
        }
        if (size == ring.length) {
            grow();
        }
        ring[(first + size++) % ring.length] = event;
        bytes += event.weight();
        while (bytes > maxBytes && size > 1) {
            dropOldest();
        }
    }

    /** Events from an offset on; none where it is outside of what is held. */
    List<TailEvent> from(long offset, int limit) {
        if (offset < start || offset >= end()) {
            return List.of();
        }
        int skip = (int) (offset - start);
        int count = Math.min(limit, size - skip);
        List<TailEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(ring[(first + skip + i) % ring.length]);
        }
        return events;
    }

    @SuppressWarnings("NullAway") // a place of the ring that nobody reads may be empty
    private void dropOldest() {
        bytes -= ring[first].weight();
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
        start++;
    }

    private void grow() {
        var larger = new TailEvent[2 * size];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(first + i) % size];
        }
        ring = larger;
        first = 0;
    }
}
