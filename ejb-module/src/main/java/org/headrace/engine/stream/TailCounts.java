package org.headrace.engine.stream;

import java.util.concurrent.atomic.LongAdder;

/** How often the store was read for the live streams of this node, and how many events it gave. */
record TailCounts(LongAdder reads, LongAdder events) {

    TailCounts() {
        this(new LongAdder(), new LongAdder());
    }

    void read(int found) {
        reads.increment();
        events.add(found);
    }
}
