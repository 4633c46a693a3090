package org.headrace.benchmarks.workload;

/**
 * What was done in a time.
 *
 * @param count of sagas, events or whatever was asked for
 */
public record Work(long count, long nanos) {

    /** How many in a second. */
    public double rate() {
        return count * 1e9 / nanos;
    }
}
