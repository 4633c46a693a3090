package org.headrace.it.hub;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts latencies in steps of a tenth of a millisecond, up to 20 s. */
final class Latencies {

    private static final long STEP_NANOS = 100_000;
    private static final int STEPS = 200_000;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS);

    void add(long nanos) {
        counts.incrementAndGet((int) Math.min(STEPS - 1L, Math.max(0, nanos) / STEP_NANOS));
    }

    long size() {
        long size = 0;
        for (int i = 0; i < STEPS; i++) {
            size += counts.get(i);
        }
        return size;
    }

    /** In milliseconds; so many percent are below. */
    double percentile(double percent) {
        long below = (long) Math.ceil(size() * percent / 100);
        int step = 0;
        for (long seen = counts.get(0); seen < below; seen += counts.get(step)) {
            step++;
        }
        return (step + 1) * (STEP_NANOS / 1e6);
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms of %d".formatted(percentile(50), percentile(99), size());
    }
}
