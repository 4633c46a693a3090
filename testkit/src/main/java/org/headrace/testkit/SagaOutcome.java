package org.headrace.testkit;

import java.util.List;
import java.util.function.Consumer;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/**
 * How a saga ended, or where it stands. Each method holds it to something and returns this; what does not hold is an
 * {@link AssertionError} that tells the saga's whole history.
 */
public final class SagaOutcome {

    private final SagaRecord saga;
    private final List<SagaHappening> happenings;
    private final @Nullable Effects effects;

    /** @param effects null: nobody watched */
    SagaOutcome(SagaRecord saga, List<SagaHappening> happenings, @Nullable Effects effects) {
        this.saga = saga;
        this.happenings = List.copyOf(happenings);
        this.effects = effects;
    }

    /** Every step has been executed. */
    public SagaOutcome thenCompleted() {
        return then(SagaState.COMPLETED);
    }

    /** What was done has been undone. */
    public SagaOutcome thenCompensated() {
        return then(SagaState.COMPENSATED);
    }

    /** A compensation could not be carried out: an operator would have to decide. */
    public SagaOutcome thenFailed() {
        return then(SagaState.FAILED);
    }

    /** It waits for this signal, and nothing more was given to it. */
    public SagaOutcome thenWaitsFor(String signal) {
        boolean isWaiting = saga.pending().awaitedUntil() != null
                && happenings.stream()
                        .filter(happening -> happening.type() == SagaHappening.Type.AWAITING)
                        .reduce((first, last) -> last)
                        .map(SagaHappening::step)
                        .filter(step -> step.step().equals(signal))
                        .isPresent();
        return require(isWaiting, "should wait for the signal " + signal + ", but is " + state());
    }

    /** It stands at a call of which nobody knows whether it took effect: an operator would have to tell. */
    public SagaOutcome thenParkedAt(String step) {
        return require(
                isParked()
                        && happenings.stream()
                                .anyMatch(happening -> isOf(happening, SagaHappening.Type.STEP_UNKNOWN, step)),
                "should be parked at " + step + ", but is " + state());
    }

    /** These steps have been executed, in this order, and no others. */
    public SagaOutcome thenSteps(String... names) {
        return requireSteps("executed", Direction.EXECUTE, List.of(names));
    }

    /** These steps have been undone by their compensations, in this order, and no others. */
    public SagaOutcome thenUndone(String... names) {
        return requireSteps("undone", Direction.COMPENSATE, List.of(names));
    }

    /**
     * A value of the saga's data.
     *
     * @param check throws what is to fail the test
     */
    public <T> SagaOutcome thenData(String key, Class<T> type, Consumer<? super T> check) {
        T value;
        try {
            value = SagaData.of(saga.data()).get(key, type);
        } catch (RuntimeException e) {
            throw new AssertionError(message("should have the value " + key + ": " + e.getMessage()), e);
        }
        try {
            check.accept(value);
        } catch (AssertionError e) {
            throw new AssertionError(message("has a wrong value of " + key + ": " + e.getMessage()), e);
        }
        return this;
    }

    /** The reason for which it was compensated, or failed, holds this text. */
    public SagaOutcome thenBecause(String text) {
        Failure failure = saga.failure();
        String error = failure == null ? "(no failure)" : failure.error();
        return require(error.contains(text), "should have failed because of \"" + text + "\", but it was: " + error);
    }

    /** Nothing has changed that was watched: what the saga did is all undone. */
    public SagaOutcome thenCleanSlate() {
        Effects seen = watched();
        return require(seen.isNone(), "should leave a clean slate, but there is left:" + seen.text());
    }

    /** These lines of what is watched are new, in any order, and no others. The saga's id is told as {@code <saga>}. */
    public SagaOutcome thenEffects(String... lines) {
        var wanted = List.of(lines).stream().sorted().toList();
        return require(
                watched().added().equals(wanted),
                "should have the effects" + new Effects(wanted, List.of()).text() + "\nbut has"
                        + watched().text());
    }

    /** Ended as another run did, with the same effects. */
    void requireLike(SagaOutcome plain) {
        require(
                saga.progress().state() == plain.saga.progress().state(),
                "should end as it does without that, " + plain.state() + ", but is " + state());
        for (Direction direction : Direction.values()) {
            requireSteps(direction == Direction.EXECUTE ? "executed" : "undone", direction, plain.steps(direction));
        }
        require(
                watched().equals(plain.watched()),
                "should have the same effects as without that:"
                        + plain.watched().text() + "\nbut has:" + watched().text());
    }

    boolean isParked() {
        return saga.pause() != null && saga.pending().call() != null;
    }

    List<String> steps(Direction direction) {
        return happenings.stream()
                .filter(happening -> happening.type() == SagaHappening.Type.STEP_COMPLETED)
                .map(SagaHappening::step)
                .filter(step -> step != null && step.direction() == direction)
                .map(step -> step == null ? "" : step.step())
                .toList();
    }

    SagaOutcome require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(message(what));
        }
        return this;
    }

    private SagaOutcome then(SagaState state) {
        return require(saga.progress().state() == state, "should be " + state.label() + ", but is " + state());
    }

    private SagaOutcome requireSteps(String how, Direction direction, List<String> names) {
        List<String> steps = steps(direction);
        return require(steps.equals(names), "should have " + how + " " + names + ", but has " + steps);
    }

    private static boolean isOf(SagaHappening happening, SagaHappening.Type type, String step) {
        return happening.type() == type
                && happening.step() != null
                && happening.step().step().equals(step);
    }

    private String state() {
        String label = saga.progress().state().label();
        Failure failure = saga.failure();
        String paused = saga.pause() == null
                ? label
                : label + " and paused: " + saga.pause().by().reason();
        return failure == null ? paused : paused + " because: " + failure.error();
    }

    private Effects watched() {
        if (effects == null) {
            throw new IllegalStateException("Nobody watched: tell by watching(…) what the saga's effects are seen by");
        }
        return effects;
    }

    private String message(String what) {
        return "Saga " + saga.saga().name() + " " + what + HistoryText.of(happenings);
    }
}
