package org.headrace.engine.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a stream without a gap, bounded in bytes: what is added at its end pushes out what is oldest. Read by many
 * threads; changed only by its {@link TailBudget}.
 */
final class TailRing {

    /** An event with the bytes that were counted for it. */
    private record Held(TailEvent event, long counted) {}

    /** The event at offset {@code start + i} is at {@code (first + i) % ring.length}. */
    private Held[] ring = new Held[16];

    private int first;
    private int size;
    private long start;
    private long bytes;

    /** The oldest offset held, or {@link #end} when nothing is. */
    synchronized long start() {
        return start;
    }

    /** The offset that comes next. */
    synchronized long end() {
        return start + size;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Events from an offset on; none where it is outside of what is held. */
    synchronized List<TailEvent> from(long offset, int limit) {
        if (offset < start || offset >= end()) {
            return List.of();
        }
        int skip = (int) (offset - start);
        int count = Math.min(limit, size - skip);
        List<TailEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(ring[(first + skip + i) % ring.length].event());
        }
        return events;
    }

    /** Forgets everything and goes on from there. */
    synchronized void restartAt(long offset) {
        ring = new Held[16];
        first = 0;
        size = 0;
        bytes = 0;
        start = offset;
    }

    synchronized void add(TailEvent event) {
        if (event.offset() != end()) {
            throw new IllegalArgumentException("Offset " + event.offset() + " does not follow " + (end() - 1));
        }
        if (size == ring.length) {
            grow();
        }
        long weight = event.weight();
        ring[(first + size++) % ring.length] = new Held(event, weight);
        bytes += weight;
    }

    /** Counts anew what has become heavier, if it is still held. */
    synchronized void weigh(TailEvent event) {
        long index = event.offset() - start;
        if (index < 0 || index >= size) {
            return;
        }
        int place = (int) ((first + index) % ring.length);
        if (ring[place].event() == event) {
            long weight = event.weight();
            bytes += weight - ring[place].counted();
            ring[place] = new Held(event, weight);
        }
    }

    /** Drops what is oldest until no more than this is held. */
    synchronized void trim(long most) {
        while (bytes > most) {
            dropOldest();
        }
    }

    @SuppressWarnings("NullAway") // a place of the ring that nobody reads may be empty
    private void dropOldest() {
        bytes -= ring[first].counted();
        ring[first] = null;
        first = (first + 1) % ring.length;
        size--;
        start++;
    }

    private void grow() {
        var larger = new Held[2 * size];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(first + i) % size];
        }
        ring = larger;
        first = 0;
    }
}
