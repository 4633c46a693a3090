package org.headrace.engine.stream;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.headrace.stream.RecordedEvent;

/**
 * The rings of a node, which together never hold more than a number of bytes, at no moment. A ring that is pushed out of
 * its events costs its readers a read of the store, and nothing else. All changes of rings are made here, one at a time;
 * they are as rare as reads of the store.
 */
final class TailBudget {

    /** Of a node. */
    static final long DEFAULT_BYTES = 64L << 20;

    /** One ring may hold this part of all. */
    private static final int PARTS = 8;

    private final long all;
    private final Set<TailRing> rings = Collections.newSetFromMap(new IdentityHashMap<>());
    private long held;

    TailBudget(long all) {
        this.all = all;
    }

    synchronized TailRing newRing() {
        var ring = new TailRing();
        rings.add(ring);
        return ring;
    }

    /** It holds nothing afterwards, whatever is still on its way to it. */
    synchronized void remove(TailRing ring) {
        clear(ring, ring.end());
        rings.remove(ring);
    }

    synchronized long held() {
        return held;
    }

    /** @param goOnAt the offset that comes next */
    synchronized void clear(TailRing ring, long goOnAt) {
        change(ring, r -> r.restartAt(goOnAt));
    }

    /**
     * Puts a page at the end of a ring; where it does not follow what is held, or is too large, the ring begins anew
     * with what of it fits.
     */
    synchronized void hold(TailRing ring, List<RecordedEvent> page) {
        if (page.isEmpty() || !rings.contains(ring)) {
            return;
        }
        int fitting = page.size();
        long weight = 0;
        while (fitting > 0 && weight + TailEvent.weight(page.get(fitting - 1)) <= all / PARTS) {
            weight += TailEvent.weight(page.get(--fitting));
        }
        if (fitting > 0 || page.get(0).offset() != ring.end()) {
            long begin = page.get(0).offset() + fitting;
            change(ring, r -> r.restartAt(begin));
        }
        makeRoom(weight);
        Consumer<TailEvent> grown = event -> weighAnew(ring, event);
        List<RecordedEvent> added = page.subList(fitting, page.size());
        change(ring, r -> added.forEach(event -> r.add(new TailEvent(event, grown))));
        change(ring, r -> r.trim(all / PARTS));
    }

    private synchronized void weighAnew(TailRing ring, TailEvent event) {
        change(ring, r -> {
            r.weigh(event);
            r.trim(all / PARTS);
        });
        makeRoom(0);
    }

    /** When all is taken, each ring keeps a fair part, so that this is seldom needed. */
    private void makeRoom(long wanted) {
        if (held + wanted > all) {
            long part = (all - wanted) / 2 / rings.size();
            rings.forEach(each -> change(each, r -> r.trim(part)));
        }
    }

    private void change(TailRing ring, Consumer<TailRing> change) {
        long before = ring.bytes();
        change.accept(ring);
        held += ring.bytes() - before;
    }
}
