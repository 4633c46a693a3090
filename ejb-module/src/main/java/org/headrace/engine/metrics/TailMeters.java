package org.headrace.engine.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.headrace.engine.stream.TailReading;

/** What this node reads of the log for its projections and subscriptions. */
final class TailMeters {

    private TailMeters() {}

    static void bind(MeterRegistry registry, Supplier<TailReading> reading) {
        // The gauges hold the reading; the counters would not.
        Gauge.builder("headrace.tail.streams", () -> reading.get().streams())
                .description("Streams that a projection or a subscription of this node is interested in")
                .register(registry);
        Gauge.builder("headrace.tail.held.bytes", () -> reading.get().bytesHeld())
                .description("Bytes of events held in memory, at the most")
                .register(registry);
        FunctionCounter.builder("headrace.tail.reads", reading, r -> r.get().reads())
                .description("Reads of the database for them")
                .register(registry);
        FunctionCounter.builder(
                        "headrace.tail.read.events", reading, r -> r.get().events())
                .description("Events that these gave")
                .register(registry);
    }
}
