package org.headrace.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStart;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * A saga, what it is started with and what comes to it. Immutable: each method returns another. It is run by
 * {@link #whenRun}, or by one of those that return tests, for a {@code @TestFactory}: those run it many times, and hold
 * each run to how it ends when nothing is done to it.
 *
 * <p>Steps run on the calling thread, which must not be in a transaction. No time passes while the saga waits for another
 * try or for its deadline: the store's clock is put forward.
 */
public final class SagaScenario {

    private final SagaWorld world;
    private final Supplier<? extends SagaDefinition> definition;
    private final SagaData data;
    private final List<Stimulus> stimuli;
    private final @Nullable Supplier<?> watched;
    private final @Nullable String failing;

    private SagaScenario(
            SagaWorld world,
            Supplier<? extends SagaDefinition> definition,
            SagaData data,
            List<Stimulus> stimuli,
            @Nullable Supplier<?> watched,
            @Nullable String failing) {
        this.world = world;
        this.definition = definition;
        this.data = data;
        this.stimuli = List.copyOf(stimuli);
        this.watched = watched;
        this.failing = failing;
    }

    static SagaScenario of(SagaWorld world, Supplier<? extends SagaDefinition> definition) {
        return new SagaScenario(world, definition, SagaData.empty(), List.of(), null, null);
    }

    /** What it is started with. */
    public SagaScenario startedWith(SagaData start) {
        return new SagaScenario(world, definition, start.copy(), stimuli, watched, failing);
    }

    /** When it waits, this signal comes; several come one after the other. Data: what {@link SagaData#set} takes. */
    public SagaScenario signalling(String signal, @Nullable Object value) {
        JsonText json = SagaData.of(signal, value).find(signal, JsonText.class).orElse(JsonText.of("null"));
        return after(new Stimulus.Signal(signal, json));
    }

    /** When it waits, and the signals named before have come, so much time passes. */
    public SagaScenario afterWaiting(Duration time) {
        return after(new Stimulus.Waiting(time));
    }

    /**
     * What the saga's effects are seen by, such as all rows that it may write. Looked at before and after each run, in a
     * transaction that is rolled back.
     *
     * @param effects a collection is compared by its elements, a map by its entries, anything else by the lines of its
     *     text; the saga's own id may appear in it
     */
    public SagaScenario watching(Supplier<?> effects) {
        return new SagaScenario(world, definition, data, stimuli, effects, failing);
    }

    /**
     * This step fails for good: a step in a transaction when its action is done, a call before it is made, as one that is
     * refused.
     */
    public SagaScenario failingAt(String step) {
        requireStep(step);
        return new SagaScenario(world, definition, data, stimuli, watched, step);
    }

    /**
     * Runs it until it ends, or waits for what does not come.
     *
     * @throws org.headrace.input.InvalidInputException when its definition refuses the data
     * @throws AssertionError when it does not come to an end
     */
    public SagaOutcome whenRun() {
        return run(Faults.none());
    }

    /**
     * Each step fails once, as {@link #failingAt}; a call that is made again in doubt also takes effect without its answer
     * ever coming, where its compensation is for that. Each time the saga must be compensated, in exact reverse, and leave
     * what is watched as it was.
     */
    public Stream<DynamicTest> failingAtEveryStep() {
        return new EveryStepFails(this).tests();
    }

    /**
     * Each step's action, and each compensation, is run twice: in a transaction that is rolled back and in another one; as
     * a call, really made twice with the same key. Calls that are looked for or parked in doubt are never made twice, and
     * are left out. The end, and what is watched, must be as after one.
     */
    public Stream<DynamicTest> runningEveryStepTwice() {
        return new EveryStepTwice(this).tests();
    }

    /**
     * The node dies at each point where what is stored and what is done differ: before each action, after it, in each
     * transaction before its commit and right after that, forward and in compensation. Another node goes on. The end, and
     * what is watched, must be as without that; a call that is to be parked in doubt may be parked instead.
     */
    public Stream<DynamicTest> crashingAtEveryPoint() {
        return new CrashAtEveryPoint(this).tests();
    }

    /** What it does to its steps is asserted to have been done. */
    SagaOutcome run(Fault fault) {
        Fault all = failing == null ? fault : Faults.failing(failing).within(fault);
        SagaDefinition fresh = definition.get();
        List<String> before = look();
        String id = new SagaRun(world, fresh, stimuli, all).run(SagaStart.of(fresh.name(), data));
        SagaRecord saga = world.backend().stores().states().load(id).orElseThrow();
        Effects effects =
                watched == null ? null : Effects.between(before, look()).of(id);
        var outcome = new SagaOutcome(saga, world.happenings(id), effects);
        return outcome.require(all.missing().isEmpty(), "was not put to the test: " + all.missing());
    }

    /** Of a definition that is not run. */
    SagaDefinition definition() {
        return definition.get();
    }

    boolean isFailing() {
        return failing != null;
    }

    void requireWatched() {
        if (watched == null) {
            throw new IllegalStateException("Nobody watches: tell by watching(…) what the saga's effects are seen by");
        }
    }

    private SagaScenario after(Stimulus next) {
        List<Stimulus> more = new ArrayList<>(stimuli);
        more.add(next);
        return new SagaScenario(world, definition, data, more, watched, failing);
    }

    private void requireStep(String name) {
        SagaDefinition known = definition.get();
        List<String> names =
                known.steps().all().stream().map(step -> step.name()).toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("Saga " + known.name() + " has no step " + name + ", but " + names);
        }
    }

    private List<String> look() {
        Supplier<?> all = watched;
        return all == null ? List.of() : world.environment().look(() -> Effects.lines(all.get()));
    }
}
