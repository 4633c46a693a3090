package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.headrace.engine.projection.EmbeddedProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ResettableProjection;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Upcaster;

/** Has events projected, from an empty read model on. Used once. */
final class ProjectionRun {

    private final TestEnvironment environment;
    private final ProjectionDefinition definition;
    private final EmbeddedProjection projection;
    private final List<RecordedEvent> events;

    ProjectionRun(
            TestEnvironment environment,
            ProjectionDefinition definition,
            List<Upcaster> upcasters,
            List<RecordedEvent> events) {
        this.environment = environment;
        this.definition = definition;
        this.projection = new EmbeddedProjection(definition, upcasters);
        this.events = events;
        if (definition.isResettable()) {
            reset();
        }
    }

    String name() {
        return definition.name();
    }

    int batchSize() {
        return definition.options().batchSize();
    }

    void project(int size) {
        batches(size).forEach(batch -> environment.inTransaction(() -> handle(batch, false)));
    }

    void projectTwice(int size) {
        for (List<RecordedEvent> batch : batches(size)) {
            environment.look(() -> handle(batch, false));
            environment.inTransaction(() -> handle(batch, false));
        }
    }

    void rebuild() {
        project(batchSize());
        reset();
        batches(batchSize()).forEach(batch -> environment.inTransaction(() -> handle(batch, true)));
    }

    void requireResettable() {
        if (!definition.isResettable()) {
            throw new IllegalStateException(
                    "Projection " + name() + " cannot be rebuilt: its class does not implement ResettableProjection");
        }
    }

    private void reset() {
        requireResettable();
        environment.inTransaction(flushed(() -> {
            ((ResettableProjection) definition.handler()).reset();
            return definition;
        }));
    }

    private List<RecordedEvent> handle(List<RecordedEvent> batch, boolean replaying) throws Exception {
        return flushed(() -> {
                    try {
                        projection.handle(batch, replaying);
                    } catch (Exception e) {
                        throw new AssertionError("Projection " + name() + " fails at " + told(batch) + ": " + e, e);
                    }
                    return batch;
                })
                .call();
    }

    private <T> Callable<T> flushed(Callable<T> work) {
        return () -> {
            T result = work.call();
            environment.flushes().forEach(BeforeCheckpoint::flush);
            return result;
        };
    }

    /** Each of events of one stream. */
    private List<List<RecordedEvent>> batches(int size) {
        List<List<RecordedEvent>> batches = new ArrayList<>();
        for (RecordedEvent event : events) {
            List<RecordedEvent> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
            boolean isOpen = !last.isEmpty()
                    && last.size() < size
                    && last.get(0).stream().equals(event.stream());
            if (!isOpen) {
                last = new ArrayList<>();
                batches.add(last);
            }
            last.add(event);
        }
        return batches;
    }

    private static String told(List<RecordedEvent> batch) {
        RecordedEvent first = batch.get(0);
        String text = "event " + first.offset() + " (" + first.type() + ") of stream " + first.stream();
        return batch.size() == 1 ? text : "one of " + batch.size() + " events from " + text + " on";
    }
}
