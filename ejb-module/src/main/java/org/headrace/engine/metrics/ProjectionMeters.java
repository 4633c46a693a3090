package org.headrace.engine.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.headrace.engine.projection.ProjectionObserver;
import org.headrace.engine.projection.ProjectionReading;
import org.headrace.engine.projection.ProjectionReading.StreamReading;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus.Counts;

/**
 * What projections do on this node. A projection is told of by the node that runs it; whether one does is told by all.
 * Series: one a projection, times its streams, its states or the buckets of its timer.
 */
final class ProjectionMeters implements ProjectionObserver {

    private final MeterRegistry registry;
    private final Supplier<List<ProjectionReading>> readings;
    private final MultiGauge running;
    private final MultiGauge states;
    private final MultiGauge lagEvents;
    private final MultiGauge lagSeconds;
    private final MultiGauge deadLetters;

    ProjectionMeters(MeterRegistry registry, Supplier<List<ProjectionReading>> readings) {
        this.registry = registry;
        this.readings = readings;
        this.running = gauge("running", "1 on the node that runs the projection, 0 on the others");
        this.states = gauge("state", "1 for the state that the projection is in, 0 for the others");
        this.lagEvents = gauge("lag.events", "Events of the stream still to be processed");
        this.lagSeconds = gauge(
                "lag.seconds",
                "How long the projection has not been at the end of the stream; while it moves, no more than the age of"
                        + " the event processed last");
        this.deadLetters = gauge("dead.letters", "Events that wait as dead letters");
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder("headrace.projection." + name)
                .description(description)
                .register(registry);
    }

    /** Brings the gauges up to date. */
    void read() {
        List<Row<?>> runningRows = new ArrayList<>();
        List<Row<?>> stateRows = new ArrayList<>();
        List<Row<?>> eventRows = new ArrayList<>();
        List<Row<?>> secondRows = new ArrayList<>();
        List<Row<?>> letterRows = new ArrayList<>();
        for (ProjectionReading reading : readings.get()) {
            Tags tags = Tags.of("projection", reading.name());
            runningRows.add(Row.of(tags, reading.here() ? 1 : 0));
            if (!reading.here()) {
                continue;
            }
            for (ProjectionState state : ProjectionState.values()) {
                stateRows.add(Row.of(tags.and("state", state.label()), state == reading.state() ? 1 : 0));
            }
            for (StreamReading stream : reading.streams()) {
                Tags ofStream = tags.and("stream", stream.stream());
                eventRows.add(Row.of(ofStream, stream.lag()));
                secondRows.add(Row.of(ofStream, stream.behindFor().toMillis() / 1_000.0));
            }
            letterRows.add(Row.of(tags, reading.deadLetters()));
        }
        running.register(runningRows, true);
        states.register(stateRows, true);
        lagEvents.register(eventRows, true);
        lagSeconds.register(secondRows, true);
        deadLetters.register(letterRows, true);
    }

    @Override
    public Batches of(String projection) {
        return new Counted(projection);
    }

    /** Looked up once: a batch costs a few additions. */
    private final class Counted implements Batches {

        private final Counter processed;
        private final Counter unknown;
        private final Counter parked;
        private final Counter retries;
        private final Counter pauses;
        private final Timer batches;

        Counted(String projection) {
            processed = counter(projection, "events.processed", "Events processed, passed-over ones included");
            unknown = counter(
                    projection, "events.unknown", "Those among them of a type that the projection has no class for");
            parked = counter(projection, "events.parked", "Events that became dead letters, or were queued behind one");
            retries = counter(projection, "retries", "Failed tries of an event after which it is tried again");
            pauses = counter(projection, "poison.pauses", "Events that failed for good and made the projection stand");
            batches = Timer.builder("headrace.projection.batch")
                    .description("Transactions that processed events: handler, flush, checkpoint and commit")
                    .tag("projection", projection)
                    .serviceLevelObjectives(Buckets.SHORT)
                    .register(registry);
        }

        private Counter counter(String projection, String name, String description) {
            return Counter.builder("headrace.projection." + name)
                    .description(description)
                    .tag("projection", projection)
                    .register(registry);
        }

        @Override
        public void committed(Counts counts, long nanos) {
            processed.increment((double) counts.processed());
            unknown.increment((double) counts.unknown());
            parked.increment((double) counts.parked());
            batches.record(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void failed(Verdict verdict) {
            switch (verdict) {
                case RETRY -> retries.increment();
                case DEAD_LETTER -> parked.increment();
                case PAUSE -> pauses.increment();
            }
        }
    }
}
