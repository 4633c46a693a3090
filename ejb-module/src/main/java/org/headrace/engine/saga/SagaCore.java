package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.headrace.engine.transaction.FailureText;
import org.headrace.json.JsonText;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/**
 * The states of a saga and how one follows another, as the engine moves it. Pure: no store, no clock, no thread. (After
 * Garcia-Molina and Salem, "Sagas", SIGMOD 1987: backward recovery.)
 */
final class SagaCore {

    private static final String BECAUSE = "; compensating because: ";

    private SagaCore() {}

    /** What comes next. */
    static NextMove next(SagaRecord saga, RegisteredSaga definition, Instant now) {
        Progress progress = saga.progress();
        SagaState state = progress.state();
        if (state.isTerminal() || saga.pause() != null) {
            return new NextMove.Rest();
        }
        List<String> completed = progress.completedSteps();
        if (state == SagaState.COMPENSATING) {
            return new NextMove.Compensate(definition.step(completed.get(completed.size() - 1)));
        }
        if (saga.cancellation() != null) {
            return new NextMove.Settle(compensating(saga, now));
        }
        return new NextMove.Execute(definition.steps().get(progress.currentStep()));
    }

    /** A step has been executed. */
    static SagaRecord executed(SagaRecord saga, SagaStep step, JsonText data, Instant now) {
        List<String> completed = new ArrayList<>(saga.progress().completedSteps());
        completed.add(step.name());
        boolean isLast = completed.size() == saga.progress().totalSteps();
        SagaRecord after =
                moved(saga, SagaState.RUNNING, completed, now).withData(data).withFailure(null);
        if (saga.cancellation() != null) {
            return compensating(after, now);
        }
        return isLast ? ended(after, SagaState.COMPLETED, now) : after;
    }

    /** A step has been undone, or has nothing to undo. */
    static SagaRecord compensated(SagaRecord saga, JsonText data, Instant now) {
        List<String> completed = saga.progress().completedSteps();
        SagaRecord after = moved(saga, SagaState.COMPENSATING, completed.subList(0, completed.size() - 1), now)
                .withData(data)
                .withFailure(settled(saga.failure()));
        return after.progress().completedSteps().isEmpty() ? ended(after, SagaState.COMPENSATED, now) : after;
    }

    /** A step, or its compensation, has failed. Another try, or the end of tries. */
    static SagaRecord failed(SagaRecord saga, SagaStep step, Throwable cause, Instant now, RandomGenerator random) {
        boolean undoing = saga.progress().state() == SagaState.COMPENSATING;
        RetryPolicy policy =
                undoing ? step.options().compensationRetry() : step.options().retry();
        int attempts = attempts(saga) + 1;
        String error = undoing ? undoError(saga, step, cause) : describe(cause);
        boolean again = step.options().isWorthARetry(cause) && policy.allows(attempts);
        SagaRecord after = touched(saga, now);
        if (again && (undoing || saga.cancellation() == null)) {
            Instant next = now.plus(policy.delay(attempts - 1, random));
            return after.withFailure(new Failure(error, attempts, next));
        }
        SagaRecord spent = after.withFailure(new Failure(error, undoing ? attempts : 0, null));
        return undoing ? ended(spent, SagaState.FAILED, now) : compensating(spent, now);
    }

    /** How long until a saga has something to do. Empty: it rests. */
    static Optional<Duration> readyIn(SagaRecord saga, Instant now) {
        if (saga.progress().state().isTerminal() || saga.pause() != null) {
            return Optional.empty();
        }
        Failure failure = saga.failure();
        Instant next = failure == null ? null : failure.nextAttemptAt();
        return Optional.of(next == null || next.isBefore(now) ? Duration.ZERO : Duration.between(now, next));
    }

    /** Completed steps are to be undone; with none, nothing remains of it at once. */
    static SagaRecord compensating(SagaRecord saga, Instant now) {
        List<String> completed = saga.progress().completedSteps();
        return completed.isEmpty()
                ? ended(saga, SagaState.COMPENSATED, now)
                : moved(saga, SagaState.COMPENSATING, completed, now).withFailure(settled(saga.failure()));
    }

    /** Failed tries of what is next. */
    static int attempts(SagaRecord saga) {
        Failure failure = saga.failure();
        return failure == null ? 0 : failure.attempts();
    }

    static SagaRecord touched(SagaRecord saga, Instant now) {
        Times times = saga.times();
        return saga.withTimes(new Times(times.startedAt(), now, times.completedAt()));
    }

    private static SagaRecord ended(SagaRecord saga, SagaState state, Instant now) {
        return moved(saga, state, saga.progress().completedSteps(), now)
                .withTimes(new Times(saga.times().startedAt(), now, now))
                .withPause(null);
    }

    private static SagaRecord moved(SagaRecord saga, SagaState state, List<String> completed, Instant now) {
        int total = saga.progress().totalSteps();
        return touched(saga, now).withProgress(new Progress(state, completed.size(), total, completed));
    }

    /** The reason stays, the tries are for what is next. */
    private static @Nullable Failure settled(@Nullable Failure failure) {
        return failure == null ? null : new Failure(failure.error(), 0, null);
    }

    /** What the steps say to people stands alone; of what they did not expect, the kind too. */
    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof PermanentFailureException && message != null
                ? FailureText.clean(message)
                : FailureText.describe(cause);
    }

    private static String undoError(SagaRecord saga, SagaStep step, Throwable cause) {
        String error = "Compensation of " + step.name() + " failed: " + describe(cause);
        Failure before = saga.failure();
        if (before == null) {
            return error;
        }
        int because = before.error().lastIndexOf(BECAUSE);
        String reason = because < 0 ? before.error() : before.error().substring(because + BECAUSE.length());
        return error + BECAUSE + reason;
    }
}
