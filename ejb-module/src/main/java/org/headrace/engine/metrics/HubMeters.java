package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.headrace.engine.hub.HubCounts;
import org.headrace.engine.hub.HubObserver;
import org.headrace.engine.hub.HubTraffic;

/** What the hub of this node does. No series names a connection, a user or a stream: there may be any number of them. */
final class HubMeters implements HubObserver {

    private static final String PREFIX = "headrace.hub.";

    /** Held by this, as function counters hold nothing. */
    private final Supplier<HubTraffic> traffic;

    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Map<Shed, Counter> sheds = new EnumMap<>(Shed.class);

    HubMeters(
            MeterRegistry registry,
            Supplier<HubCounts> counts,
            Supplier<Number> mostBehind,
            Supplier<HubTraffic> traffic) {
        this.traffic = traffic;
        gauge(
                registry,
                counts,
                "connections",
                "Connections of this node, detached ones included",
                HubCounts::connections);
        gauge(
                registry,
                counts,
                "connections.detached",
                "Those among them whose transport broke and that wait for their clients",
                HubCounts::detached);
        gauge(registry, counts, "subscriptions", "Subscriptions of all of them", HubCounts::subscriptions);
        gauge(registry, counts, "streams", "Streams that somebody is subscribed to", HubCounts::streams);
        Gauge.builder(PREFIX + "subscription.lag.max.events", mostBehind)
                .description("Events that the subscription is behind that is behind most, as of the last second")
                .register(registry);
        FunctionCounter.builder(PREFIX + "sent.messages", this, meters -> meters.traffic
                        .get()
                        .messages())
                .description("Messages in frames that were handed to transports")
                .register(registry);
        FunctionCounter.builder(PREFIX + "sent.characters", this, meters -> meters.traffic
                        .get()
                        .characters())
                .description("Characters of those frames; of binary protocols, bytes")
                .register(registry);
        for (Refusal why : Refusal.values()) {
            refusals.put(
                    why,
                    Counter.builder(PREFIX + "refused")
                            .description("Connections that were not taken, and why")
                            .tag("reason", lower(why))
                            .register(registry));
        }
        for (Shed why : Shed.values()) {
            sheds.put(
                    why,
                    Counter.builder(PREFIX + "shed")
                            .description("Connections that were closed, or detached, and why")
                            .tag("reason", lower(why))
                            .register(registry));
        }
    }

    private static void gauge(
            MeterRegistry registry,
            Supplier<HubCounts> counts,
            String name,
            String description,
            ToLongFunction<HubCounts> value) {
        Gauge.builder(PREFIX + name, () -> value.applyAsLong(counts.get()))
                .description(description)
                .register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void refused(Refusal why) {
        Objects.requireNonNull(refusals.get(why)).increment();
    }

    @Override
    public void shed(Shed why) {
        Objects.requireNonNull(sheds.get(why)).increment();
    }
}
