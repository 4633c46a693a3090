package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.Awaiting;
import org.headrace.saga.StepKind.External;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;

/**
 * The states of a saga and what comes next, as the engine moves it. Pure: no store, no clock, no thread. (After
 * Garcia-Molina and Salem, "Sagas", SIGMOD 1987: backward recovery.)
 */
final class SagaCore {

    /** Who acts where nobody does. */
    static final String SYSTEM = "headrace";

    private SagaCore() {}

    /**
     * What comes next, when no call of the saga is being made.
     *
     * @param now the store's time
     */
    static NextMove next(SagaRecord saga, RegisteredSaga definition, Instant now) {
        SagaState state = saga.progress().state();
        if (state.isTerminal() || saga.pause() != null) {
            return new NextMove.Rest();
        }
        if (state == SagaState.COMPENSATING) {
            return move(saga, definition.step(nextUndo(saga)), Direction.COMPENSATE);
        }
        if (saga.cancellation() != null) {
            return new NextMove.Settle(compensating(saga, definition, now));
        }
        if (isLate(saga, now)) {
            return new NextMove.Settle(late(saga, definition, now));
        }
        return move(saga, definition.steps().get(saga.progress().currentStep()), Direction.EXECUTE);
    }

    private static NextMove move(SagaRecord saga, SagaStep step, Direction direction) {
        boolean executed = direction == Direction.EXECUTE;
        if (step.kind() instanceof Awaiting && executed) {
            return new NextMove.Await(step);
        }
        return step.kind() instanceof External && step.action(direction) != null
                ? new NextMove.Reach(step, direction, saga.pending().call())
                : new NextMove.Act(step, direction);
    }

    /** The step that is undone next by a saga that is being compensated, or could not be. */
    static String nextUndo(SagaRecord saga) {
        String doubtful = saga.pending().doubtful();
        List<String> completed = saga.progress().completedSteps();
        return doubtful != null ? doubtful : completed.get(completed.size() - 1);
    }

    static Direction direction(SagaRecord saga) {
        SagaState state = saga.progress().state();
        return state == SagaState.COMPENSATING || state == SagaState.FAILED ? Direction.COMPENSATE : Direction.EXECUTE;
    }

    private static boolean isLate(SagaRecord saga, Instant now) {
        Instant deadline = saga.pending().deadline();
        return deadline != null && !now.isBefore(deadline);
    }

    private static Change late(SagaRecord saga, RegisteredSaga definition, Instant now) {
        var by = new Operator(SYSTEM, "its deadline, " + saga.pending().deadline() + ", has passed");
        SagaRecord cancelled = saga.withCancellation(new Mark(by, now));
        return compensating(cancelled, definition, now).after(Entry.by(by, SagaHappening.Type.CANCELLED, cancelled));
    }

    /**
     * How long until a saga has something to do. Empty: it rests.
     *
     * @param now the store's time
     */
    static Optional<Duration> readyIn(SagaRecord saga, Instant now) {
        if (saga.progress().state().isTerminal() || saga.pause() != null) {
            return Optional.empty();
        }
        Instant next = nextTry(saga);
        if (next == null) {
            return Optional.of(Duration.ZERO);
        }
        Instant deadline = saga.pending().deadline();
        Instant ready =
                deadline != null && direction(saga) == Direction.EXECUTE && deadline.isBefore(next) ? deadline : next;
        return Optional.of(ready.isBefore(now) ? Duration.ZERO : Duration.between(now, ready));
    }

    private static @Nullable Instant nextTry(SagaRecord saga) {
        Failure failure = saga.failure();
        Instant next = failure == null ? null : failure.nextAttemptAt();
        return next != null ? next : saga.pending().awaitedUntil();
    }

    /**
     * What was done is to be undone from here on; with nothing done, nothing remains of it at once. A call whose effect is
     * not known is undone first, if its step bears that.
     */
    static Change compensating(SagaRecord saga, RegisteredSaga definition, Instant now) {
        List<String> completed = saga.progress().completedSteps();
        String doubtful = doubtful(saga, definition);
        SagaRecord open = saga.withPending(new Pending(saga.pending().deadline(), null, null, doubtful));
        if (completed.isEmpty() && doubtful == null) {
            return ended(open, SagaState.COMPENSATED, now);
        }
        SagaRecord after =
                moved(open, SagaState.COMPENSATING, completed, now).withFailure(withoutTries(open.failure()));
        return Change.to(after, Entry.of(SagaHappening.Type.COMPENSATING, after).failing(error(after)));
    }

    private static @Nullable String doubtful(SagaRecord saga, RegisteredSaga definition) {
        if (saga.pending().call() == null || saga.progress().state() == SagaState.COMPENSATING) {
            return saga.pending().doubtful();
        }
        SagaStep step = definition.steps().get(saga.progress().currentStep());
        return step.kind() instanceof External call && call.undoneInDoubt() && step.compensation() != null
                ? step.name()
                : null;
    }

    /** It ends here. */
    static Change ended(SagaRecord saga, SagaState state, Instant now) {
        SagaRecord after = moved(saga, state, saga.progress().completedSteps(), now)
                .withTimes(new Times(saga.times().startedAt(), now, now))
                .withPause(null)
                .withFailure(state == SagaState.FAILED ? saga.failure() : withoutTries(saga.failure()));
        return Change.to(
                after, Entry.of(SagaHappening.Type.valueOf(state.name()), after).failing(error(after)));
    }

    static SagaRecord moved(SagaRecord saga, SagaState state, List<String> completed, Instant now) {
        int total = saga.progress().totalSteps();
        return touched(saga, now).withProgress(new Progress(state, completed.size(), total, completed));
    }

    static SagaRecord touched(SagaRecord saga, Instant now) {
        Times times = saga.times();
        return saga.withTimes(new Times(times.startedAt(), now, times.completedAt()));
    }

    /** Failed tries of what is next. */
    static int attempts(SagaRecord saga) {
        Failure failure = saga.failure();
        return failure == null ? 0 : failure.attempts();
    }

    /** The reason stays, the tries are for what is next. */
    static @Nullable Failure withoutTries(@Nullable Failure failure) {
        return failure == null ? null : new Failure(failure.error(), 0, null);
    }

    private static @Nullable String error(SagaRecord saga) {
        Failure failure = saga.failure();
        return failure == null ? null : failure.error();
    }
}
