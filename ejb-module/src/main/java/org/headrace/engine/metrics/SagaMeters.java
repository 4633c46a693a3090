package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.headrace.engine.saga.SagaObserver;
import org.headrace.engine.saga.SagaReadings.OfNode;
import org.headrace.engine.saga.SagaReadings.OfStore;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaCountStore.SagaCount;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of sagas. Counters and timers are of this node; how many sagas there are is told of all nodes, by each of
 * them. Series: one a definition, times its steps, its states or the buckets of its timer.
 */
final class SagaMeters implements SagaObserver {

    private static final String PREFIX = "headrace.saga.";

    private final MeterRegistry registry;
    private final BackgroundReading<OfStore> store;
    private final Executor executor;
    private final MultiGauge open;
    private final MultiGauge stranded;
    private final Map<Tags, Timer> steps = new ConcurrentHashMap<>();
    private final Map<Tags, Counter> counters = new ConcurrentHashMap<>();

    /** @param executor asks the store */
    SagaMeters(
            MeterRegistry registry,
            BackgroundReading<OfStore> store,
            Supplier<Optional<OfNode>> node,
            Executor executor) {
        this.registry = registry;
        this.store = store;
        this.executor = executor;
        this.open = MultiGauge.builder("headrace.sagas")
                .description("Sagas of all nodes that have not ended, or have failed, of at most 100,000")
                .register(registry);
        this.stranded = MultiGauge.builder("headrace.sagas.stranded")
                .description("Sagas of all nodes that have been ready for 30 s and that no node runs")
                .register(registry);
        Gauge.builder("headrace.sagas.read.age.seconds", () -> seconds(store.age()))
                .description("How long ago headrace_sagas and headrace_sagas_stranded were read from the database")
                .register(registry);
        Gauge.builder(PREFIX + "held", () -> node.get().map(OfNode::held).orElse(0))
                .description("Sagas that this node is running, or has in line")
                .register(registry);
        Gauge.builder(PREFIX + "workers", () -> node.get().map(OfNode::workers).orElse(0))
                .description("Sagas that this node can run at a time")
                .register(registry);
    }

    private static double seconds(@Nullable Duration age) {
        return age == null ? Double.NaN : age.toMillis() / 1_000.0;
    }

    /** Brings the gauges up to what was read last. */
    void read() {
        OfStore read = store.ask(executor);
        if (read == null) {
            return;
        }
        List<Row<?>> openRows = new ArrayList<>();
        for (SagaCount count : read.open()) {
            Tags tags = Tags.of(
                    "saga", count.sagaName(),
                    "version", Integer.toString(count.version()),
                    "state", count.state().label(),
                    "paused", Boolean.toString(count.paused()));
            openRows.add(Row.of(tags, count.count()));
        }
        List<Row<?>> strandedRows = new ArrayList<>();
        for (Unclaimed unclaimed : read.stranded()) {
            Tags tags = Tags.of(
                    "saga", unclaimed.kind().sagaName(),
                    "version", Integer.toString(unclaimed.kind().version()),
                    "hash", unclaimed.kind().hash());
            strandedRows.add(Row.of(tags, unclaimed.count()));
        }
        open.register(openRows, true);
        stranded.register(strandedRows, true);
    }

    @Override
    public void happened(String saga, SagaHappening.Type what) {
        switch (what) {
            case STARTED -> counter(Tags.of("saga", saga), "started", "Sagas started at this node");
            case COMPLETED, COMPENSATED, FAILED ->
                counter(
                        Tags.of("saga", saga, "outcome", lower(what.name())),
                        "ended",
                        "Sagas that ended at this node, and how");
            default -> {
                // The log has it.
            }
        }
    }

    private void counter(Tags tags, String name, String description) {
        counters.computeIfAbsent(tags.and("name", name), key -> Counter.builder(PREFIX + name)
                        .description(description)
                        .tags(tags)
                        .register(registry))
                .increment();
    }

    @Override
    public void tried(String saga, String step, Direction direction, SagaHappening.Type how, long nanos) {
        Tags tags = Tags.of(
                "saga",
                saga,
                "step",
                step,
                "direction",
                lower(direction.name()),
                "outcome",
                lower(how.name().replace("STEP_", "")));
        steps.computeIfAbsent(tags, key -> Timer.builder(PREFIX + "step")
                        .description("Tries of steps and compensations, until their end is stored")
                        .tags(key)
                        .serviceLevelObjectives(Buckets.LONG)
                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
