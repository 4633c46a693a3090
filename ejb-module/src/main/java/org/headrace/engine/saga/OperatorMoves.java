package org.headrace.engine.saga;

import java.time.Instant;
import java.util.Optional;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;

/**
 * What operators may do to a saga. Pure. Each returns the saga as it is then, with what is told of it: the same object,
 * and nothing, when nothing changes.
 */
final class OperatorMoves {

    private OperatorMoves() {}

    /** @throws SagaStateException when it has ended */
    static Change pause(SagaRecord saga, Operator by, Instant now) {
        requireGoingOn(saga, "paused");
        if (saga.pause() != null) {
            return Change.to(saga);
        }
        SagaRecord after = SagaCore.touched(saga, now).withPause(new Mark(by, now));
        return Change.to(after, Entry.by(by, SagaHappening.Type.PAUSED, after));
    }

    /**
     * Lifts a pause; puts the deadline off where it does not run meanwhile.
     *
     * @param definition empty: it is not known here
     * @throws SagaStateException when it is not paused, or stands at a call in doubt
     */
    static Change resume(SagaRecord saga, Optional<RegisteredSaga> definition, Operator by, Instant now) {
        requireGoingOn(saga, "resumed");
        if (saga.pause() == null) {
            throw new SagaStateException("Saga " + saga.id() + " is not paused");
        }
        requireNotParked(saga);
        SagaRecord after = SagaCore.touched(Pauses.lifted(saga, definition, now), now);
        return Change.to(after, Entry.by(by, SagaHappening.Type.RESUMED, after));
    }

    /**
     * Marks it, and lifts a pause; one that stands at a call in doubt stays there until that is settled, unless the call is
     * undone in doubt.
     *
     * @param definition empty: it is not known here
     * @param isIdle nothing of it is being run, nor will be while the caller holds it: one that has not started then ends
     *     here
     * @throws SagaStateException when it has ended, or is being compensated for another reason
     */
    static Change cancel(
            SagaRecord saga, Optional<RegisteredSaga> definition, Operator by, Instant now, boolean isIdle) {
        String refusal = CancelPreviews.refusal(saga);
        if (refusal != null) {
            throw new SagaStateException(refusal);
        }
        if (saga.cancellation() != null) {
            return Change.to(saga);
        }
        SagaRecord marked = SagaCore.touched(saga, now).withCancellation(new Mark(by, now));
        SagaRecord open = CancelPreviews.staysParked(saga, definition) ? marked : withoutWait(marked.withPause(null));
        Change cancelled = Change.to(open, Entry.by(by, SagaHappening.Type.CANCELLED, open));
        return saga.progress().state() == SagaState.NOT_STARTED && isIdle
                ? cancelled.then(SagaCore.ended(open, SagaState.COMPENSATED, now))
                : cancelled;
    }

    /** @throws SagaStateException when nothing of it has failed, or it is paused */
    static Change retry(SagaRecord saga, Operator by, Instant now) {
        SagaState state = saga.progress().state();
        if (state != SagaState.FAILED) {
            requireGoingOn(saga, "retried");
        }
        requireNotParked(saga);
        if (saga.pause() != null) {
            throw new SagaStateException("Saga " + saga.id() + " is paused: resume it");
        }
        Failure failure = saga.failure();
        if (state != SagaState.FAILED && (failure == null || failure.nextAttemptAt() == null)) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is " + state.label() + " and nothing of it waits for another try");
        }
        SagaRecord after = SagaCore.touched(withoutWait(state == SagaState.FAILED ? reopened(saga) : saga), now);
        return Change.to(after, Entry.by(by, SagaHappening.Type.RETRIED, after));
    }

    /** One that had Failed is being compensated again. */
    static SagaRecord reopened(SagaRecord saga) {
        Progress progress = saga.progress();
        Times times = saga.times();
        return saga.withTimes(new Times(times.startedAt(), times.lastUpdated(), null))
                .withProgress(new Progress(
                        SagaState.COMPENSATING,
                        progress.currentStep(),
                        progress.totalSteps(),
                        progress.completedSteps()));
    }

    static void requireNotParked(SagaRecord saga) {
        if (DoubtfulCalls.isParked(saga)) {
            throw new SagaStateException("Saga " + saga.id()
                    + " stands at a call of which it is not known whether it took" + " effect: settle it");
        }
    }

    private static SagaRecord withoutWait(SagaRecord saga) {
        return saga.withFailure(SagaCore.withoutTries(saga.failure()));
    }

    static void requireGoingOn(SagaRecord saga, String what) {
        SagaState state = saga.progress().state();
        if (state.isTerminal()) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is " + state.label() + ": it has ended and cannot be " + what);
        }
    }
}
