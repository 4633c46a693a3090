package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Upcaster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * A projection and the events that it reads. Immutable: each method returns another. It is run by {@link #whenProjected},
 * or by one of those that return tests, for a {@code @TestFactory}: those run it in several ways, which must all lead to
 * the same read model.
 */
public final class ProjectionScenario {

    private final TestEnvironment environment;
    private final Supplier<ProjectionDefinition> definition;
    private final List<Given> given;
    private final List<Upcaster> upcasters;
    private final @Nullable Supplier<?> watched;

    /** @param stream null: the first one that the projection reads */
    private record Given(@Nullable String stream, NewEvent event) {}

    private ProjectionScenario(
            TestEnvironment environment,
            Supplier<ProjectionDefinition> definition,
            List<Given> given,
            List<Upcaster> upcasters,
            @Nullable Supplier<?> watched) {
        this.environment = environment;
        this.definition = definition;
        this.given = List.copyOf(given);
        this.upcasters = List.copyOf(upcasters);
        this.watched = watched;
    }

    static ProjectionScenario of(TestEnvironment environment, Supplier<ProjectionDefinition> definition) {
        return new ProjectionScenario(environment, definition, List.of(), List.of(), null);
    }

    /** These come next in the first stream that it reads: {@link NewEvent}s, or payloads as {@link NewEvent#of(Object)}. */
    public ProjectionScenario events(Object... events) {
        return with(null, events);
    }

    /** As {@link #events}, in a stream. */
    public ProjectionScenario eventsOf(String stream, Object... events) {
        return with(stream, events);
    }

    /** Events are read in the form that these make of them. */
    public ProjectionScenario upcastBy(Upcaster... more) {
        List<Upcaster> all = new ArrayList<>(upcasters);
        all.addAll(List.of(more));
        return new ProjectionScenario(environment, definition, given, all, watched);
    }

    /**
     * What the read model is seen by. Looked at after each run, in a transaction that is rolled back.
     *
     * @param readModel a collection is compared by its elements, a map by its entries, anything else by the lines of its
     *     text
     */
    public ProjectionScenario watching(Supplier<?> readModel) {
        return new ProjectionScenario(environment, definition, given, upcasters, readModel);
    }

    /**
     * Has all events projected, in batches as large as the projection takes.
     *
     * @throws AssertionError when it fails at one
     */
    public ProjectionOutcome whenProjected() {
        ProjectionRun run = newRun();
        run.project(run.batchSize());
        return new ProjectionOutcome(run.name(), look());
    }

    /** Each batch is projected, rolled back and projected again; so is each event by itself. */
    public Stream<DynamicTest> runningEveryBatchTwice() {
        return Stream.of(
                like("every batch is rolled back and run again", run -> run.projectTwice(run.batchSize())),
                like("every event is rolled back and run again", run -> run.projectTwice(1)));
    }

    /** The events come one by one, two by two, and all at once. */
    public Stream<DynamicTest> inBatchesOfAnySize() {
        return Stream.of(
                like("one by one", run -> run.project(1)),
                like("two by two", run -> run.project(2)),
                like("all at once", run -> run.project(Integer.MAX_VALUE)));
    }

    /**
     * All events are projected, the read model is emptied, and they are projected again.
     *
     * @throws IllegalStateException when the projection cannot be reset
     */
    public Stream<DynamicTest> rebuilding() {
        newRun().requireResettable();
        return Stream.of(like("rebuilt, it is the same", ProjectionRun::rebuild));
    }

    private interface Way {
        void go(ProjectionRun run);
    }

    private DynamicTest like(String name, Way way) {
        return DynamicTest.dynamicTest(name, () -> {
            List<String> plain = whenProjected().lines();
            ProjectionRun run = newRun();
            way.go(run);
            new ProjectionOutcome(run.name(), look()).requireLike(plain, name);
        });
    }

    private ProjectionScenario with(@Nullable String stream, Object... events) {
        List<Given> more = new ArrayList<>(given);
        for (Object event : events) {
            more.add(new Given(stream, event instanceof NewEvent ready ? ready : NewEvent.of(event)));
        }
        return new ProjectionScenario(environment, definition, more, upcasters, watched);
    }

    private ProjectionRun newRun() {
        ProjectionDefinition fresh = definition.get();
        var log = new GivenEvents();
        for (Given event : given) {
            String stream = event.stream();
            log.add(stream == null ? fresh.streams().get(0) : stream, event.event());
        }
        List<RecordedEvent> events = log.all();
        return new ProjectionRun(environment, fresh, upcasters, events);
    }

    private List<String> look() {
        Supplier<?> readModel = watched;
        if (readModel == null) {
            throw new IllegalStateException("Nobody watches: tell by watching(…) what the read model is seen by");
        }
        return environment.look(() -> Effects.lines(readModel.get()));
    }
}
