package org.headrace.engine.hub;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Asks the store where all streams of interest end: one query for all, one at a time, however many ask for it. */
final class HeadPoll {

    private final HubParts parts;
    private final Supplier<List<String>> streams;
    private final BiConsumer<String, Long> learn;
    private final AtomicInteger asked = new AtomicInteger();

    HeadPoll(HubParts parts, Supplier<List<String>> streams, BiConsumer<String, Long> learn) {
        this.parts = parts;
        this.streams = streams;
        this.learn = learn;
    }

    /** Asks now, or again when a query is already on its way. */
    void ask() {
        if (asked.getAndIncrement() == 0) {
            query();
        }
    }

    /** Asks unless a query is already on its way. */
    void askIfIdle() {
        if (asked.compareAndSet(0, 1)) {
            query();
        }
    }

    private void query() {
        int served = asked.get();
        List<String> wanted = streams.get();
        if (wanted.isEmpty()) {
            done(served);
            return;
        }
        Lanes lanes = parts.lanes();
        PatientQuery.ask(
                lanes.live(),
                lanes.later(),
                () -> parts.heads().heads(wanted),
                heads -> {
                    heads.forEach(learn);
                    done(served);
                },
                () -> true);
    }

    private void done(int served) {
        if (asked.addAndGet(-served) > 0) {
            query();
        }
    }
}
