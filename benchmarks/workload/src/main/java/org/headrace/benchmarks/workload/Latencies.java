package org.headrace.benchmarks.workload;

/** Counts latencies by steps of 10 µs. Any thread may. */
public final class Latencies {

    private static final int STEP_NANOS = 10_000;

    /** Up to 10 s; what takes longer counts as that. */
    private static final int STEPS = 1_000_000;

    private final int[] counts = new int[STEPS];
    private final long leadIn;
    private long passed;
    private long total;
    private long first;

    public Latencies() {
        this(0);
    }

    /** @param leadIn how many are passed over at the beginning, while everything gets going */
    public Latencies(long leadIn) {
        this.leadIn = leadIn;
    }

    public synchronized void add(long nanos) {
        if (passed + total == 0) {
            first = nanos;
        }
        if (passed < leadIn) {
            passed++;
            return;
        }
        counts[(int) Math.min(STEPS - 1, Math.max(0, nanos) / STEP_NANOS)]++;
        total++;
    }

    /** How many there are, without those passed over. */
    public synchronized long total() {
        return total;
    }

    /** The latency in milliseconds that such a part of all does not exceed; 0 where there is none. */
    public synchronized double millis(double part) {
        long wanted = (long) Math.ceil(total * part);
        long seen = 0;
        for (int i = 0; i < STEPS && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (i + 1) * (STEP_NANOS / 1e6);
            }
        }
        return 0;
    }

    /** The very first one in milliseconds, passed over or not; 0 where there is none. */
    public synchronized double firstMillis() {
        return first / 1e6;
    }
}
