package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.headrace.stream.spi.AppendObserver;

/** How appends at this node fare. No series names a stream: there may be any number of them. */
final class AppendMeters implements AppendObserver {

    private static final String PREFIX = "headrace.append";

    private final Map<Answer, Timer> answers = new EnumMap<>(Answer.class);
    private final Counter direct;
    private final Counter joined;
    private final DistributionSummary appends;
    private final Timer commits;
    private final Timer waits;

    AppendMeters(MeterRegistry registry) {
        for (Answer answer : Answer.values()) {
            answers.put(
                    answer,
                    Timer.builder(PREFIX)
                            .description("How long callers without a transaction of their own waited for their append")
                            .tag("answer", answer.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(Buckets.SHORT)
                            .register(registry));
        }
        direct = events(registry, "direct");
        joined = events(registry, "joined");
        appends = DistributionSummary.builder(PREFIX + ".commit.appends")
                .description("Appends of different callers that were committed together")
                .serviceLevelObjectives(1, 2, 5, 10, 25, 50, 100, 250, 500)
                .register(registry);
        commits = Timer.builder(PREFIX + ".commit")
                .description("Transactions of the group commit, from the connection being there to the commit")
                .serviceLevelObjectives(Buckets.SHORT)
                .register(registry);
        waits = Timer.builder(PREFIX + ".connection.wait")
                .description("How long the group commit waited for a connection of the pool")
                .serviceLevelObjectives(Buckets.SHORT)
                .register(registry);
    }

    private static Counter events(MeterRegistry registry, String mode) {
        return Counter.builder(PREFIX + ".events")
                .description("Events appended at this node, each by itself or joined to a caller's transaction")
                .tag("mode", mode)
                .register(registry);
    }

    @Override
    public void answered(Answer answer, int events, long nanos) {
        Objects.requireNonNull(answers.get(answer)).record(nanos, TimeUnit.NANOSECONDS);
        direct.increment(events);
    }

    @Override
    public void joined(int events) {
        joined.increment(events);
    }

    @Override
    public void committed(int together, long waited, long nanos) {
        appends.record(together);
        commits.record(nanos, TimeUnit.NANOSECONDS);
        waits.record(waited, TimeUnit.NANOSECONDS);
    }
}
