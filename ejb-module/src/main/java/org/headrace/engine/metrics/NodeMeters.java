package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.headrace.engine.cluster.NodeReading;

/** What this node is, and whether it lives among the others. */
final class NodeMeters {

    private final Supplier<Optional<NodeReading>> node;
    private final MultiGauge info;

    /** @param node empty: it has not started, or has stopped */
    NodeMeters(MeterRegistry registry, String version, Supplier<Optional<NodeReading>> node) {
        this.node = node;
        Gauge.builder("headrace.build.info", () -> 1)
                .description("Always 1; its labels tell which Headrace this is")
                .tag("version", version)
                .tag("java", System.getProperty("java.version", "unknown"))
                .register(registry);
        Gauge.builder("headrace.node.alive", () -> isAlive() ? 1 : 0)
                .description("1 while this node holds its lease in the cluster, 0 when others may take over from it")
                .register(registry);
        info = MultiGauge.builder("headrace.node.info")
                .description("Always 1; its label tells what this node is called")
                .register(registry);
    }

    void read() {
        info.register(
                node.get()
                        .map(reading -> List.<Row<?>>of(Row.of(Tags.of("node", reading.name()), 1)))
                        .orElse(List.of()),
                true);
    }

    private boolean isAlive() {
        return node.get().map(NodeReading::alive).orElse(false);
    }
}
