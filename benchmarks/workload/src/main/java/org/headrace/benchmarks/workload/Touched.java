package org.headrace.benchmarks.workload;

/** An event of the stream {@value #STREAM}; its key is the user's id. */
public record Touched(String userId, long amount, String note) {

    public static final String STREAM = "BenchmarkTouches";
}
