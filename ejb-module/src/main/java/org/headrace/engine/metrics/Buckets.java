package org.headrace.engine.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Where the buckets of histograms end. */
final class Buckets {

    /** Of what a database does: a millisecond to ten seconds. */
    static final Duration[] SHORT = millis(1, 2, 5, 10, 25, 50, 100, 250, 1_000, 10_000);

    /** Of what other systems may have their part in: five milliseconds to ten minutes. */
    static final Duration[] LONG = millis(5, 25, 100, 500, 1_000, 5_000, 15_000, 60_000, 600_000);

    private Buckets() {}

    private static Duration[] millis(long... ends) {
        return LongStream.of(ends).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
