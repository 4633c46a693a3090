package org.headrace.engine.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.headrace.engine.transaction.FailureText;
import org.headrace.json.JsonText;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Pending;

/** What becomes of a saga when a step of it, or a step's compensation, has ended. Pure. */
final class StepResults {

    private static final String BECAUSE = "; compensating because: ";

    private StepResults() {}

    /** A step has been executed, or undone, as the saga was going. */
    static Change done(SagaRecord saga, RegisteredSaga definition, SagaStep step, JsonText data, Instant now) {
        return SagaCore.direction(saga) == Direction.EXECUTE
                ? executed(saga, definition, step, data, now)
                : undone(saga, step, data, SagaHappening.Type.STEP_COMPLETED, now);
    }

    private static Change executed(
            SagaRecord saga, RegisteredSaga definition, SagaStep step, JsonText data, Instant now) {
        List<String> completed = new ArrayList<>(saga.progress().completedSteps());
        completed.add(step.name());
        Pending pending = saga.pending().withCall(null).withAwaitedUntil(null);
        SagaRecord after = SagaCore.moved(saga, SagaState.RUNNING, completed, now)
                .withData(data)
                .withFailure(null)
                .withPending(pending);
        Change change = Change.to(after, Entry.of(SagaHappening.Type.STEP_COMPLETED, saga, step));
        if (saga.cancellation() != null) {
            return change.then(SagaCore.compensating(after, definition, now));
        }
        boolean isLast = completed.size() == saga.progress().totalSteps();
        return isLast ? change.then(SagaCore.ended(after, SagaState.COMPLETED, now)) : change;
    }

    /** A step has nothing to undo. */
    static Change skipped(SagaRecord saga, SagaStep step, Instant now) {
        return undone(saga, step, saga.data(), SagaHappening.Type.STEP_SKIPPED, now);
    }

    /** A step is undone, one way or another. */
    static Change undone(SagaRecord saga, SagaStep step, JsonText data, SagaHappening.Type how, Instant now) {
        List<String> completed = saga.progress().completedSteps();
        boolean wasDoubtful = step.name().equals(saga.pending().doubtful());
        List<String> left = wasDoubtful ? completed : completed.subList(0, completed.size() - 1);
        SagaRecord after = SagaCore.moved(saga, SagaState.COMPENSATING, left, now)
                .withData(data)
                .withFailure(SagaCore.withoutTries(saga.failure()))
                .withPending(saga.pending().withCall(null).withDoubtful(null));
        Change change = Change.to(after, Entry.of(how, saga, step));
        return left.isEmpty() ? change.then(SagaCore.ended(after, SagaState.COMPENSATED, now)) : change;
    }

    /** A step, or its compensation, has failed: another try, an operator, or the end of tries. */
    static Change failed(
            SagaRecord saga,
            RegisteredSaga definition,
            SagaStep step,
            Throwable cause,
            Instant now,
            RandomGenerator random) {
        boolean undoing = SagaCore.direction(saga) == Direction.COMPENSATE;
        RetryPolicy policy =
                undoing ? step.options().compensationRetry() : step.options().retry();
        int attempts = SagaCore.attempts(saga) + 1;
        String error = undoing ? undoError(saga, step, cause) : describe(cause);
        SagaRecord tried = SagaCore.touched(DoubtfulCalls.afterFailure(saga, step, cause), now);
        Entry entry = Entry.of(SagaHappening.Type.STEP_FAILED, saga, step).failing(describe(cause));
        boolean isGoingOn = undoing || saga.cancellation() == null;
        if (isGoingOn && DoubtfulCalls.isForAnOperator(tried, step, cause)) {
            SagaRecord waiting = tried.withFailure(new Failure(error, attempts, null));
            return Change.to(waiting, entry).then(DoubtfulCalls.parked(waiting, step, now));
        }
        boolean again = step.options().isWorthARetry(cause) && policy.allows(attempts);
        if (again && isGoingOn) {
            Instant next = now.plus(policy.delay(attempts - 1, random));
            SagaRecord after = tried.withFailure(new Failure(error, attempts, next));
            return Change.to(after, entry.detailed("tried again at " + next));
        }
        SagaRecord spent = tried.withFailure(new Failure(error, undoing ? attempts : 0, null));
        return Change.to(spent, entry)
                .then(
                        undoing
                                ? SagaCore.ended(spent, SagaState.FAILED, now)
                                : SagaCore.compensating(spent, definition, now));
    }

    /** The step that is next waits for its signal from now on. */
    static Change awaiting(SagaRecord saga, SagaStep step, Instant until, Instant now) {
        SagaRecord after = SagaCore.moved(
                        saga, SagaState.RUNNING, saga.progress().completedSteps(), now)
                .withPending(saga.pending().withAwaitedUntil(until));
        return Change.to(
                after, Entry.of(SagaHappening.Type.AWAITING, saga, step).detailed("until " + until));
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
