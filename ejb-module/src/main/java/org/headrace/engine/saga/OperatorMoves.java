package org.headrace.engine.saga;

import java.time.Instant;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;

/**
 * What operators may do to a saga. Pure. Each returns the saga as it is then: the same object when nothing changes.
 */
final class OperatorMoves {

    private OperatorMoves() {}

    /** @throws SagaStateException when it has ended */
    static SagaRecord pause(SagaRecord saga, Operator by, Instant now) {
        requireGoingOn(saga, "paused");
        return saga.pause() != null ? saga : SagaCore.touched(saga, now).withPause(new Mark(by, now));
    }

    /** @throws SagaStateException when it is not paused */
    static SagaRecord resume(SagaRecord saga, Instant now) {
        if (saga.pause() == null) {
            throw new SagaStateException("Saga " + saga.id() + " is not paused");
        }
        return SagaCore.touched(saga, now).withPause(null);
    }

    /**
     * Marks it, and lifts a pause.
     *
     * @param isIdle nothing of it is being run, nor will be while the caller holds it: one that has not started then ends
     *     here
     * @throws SagaStateException when it has ended, or is being compensated for another reason
     */
    static SagaRecord cancel(SagaRecord saga, Operator by, Instant now, boolean isIdle) {
        requireGoingOn(saga, "cancelled");
        SagaState state = saga.progress().state();
        if (state == SagaState.COMPENSATING && saga.cancellation() == null) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is being compensated already: there is nothing to cancel");
        }
        if (saga.cancellation() != null) {
            return saga;
        }
        SagaRecord marked =
                SagaCore.touched(saga, now).withCancellation(new Mark(by, now)).withPause(null);
        return state == SagaState.NOT_STARTED && isIdle ? SagaCore.compensating(marked, now) : withoutWait(marked);
    }

    /** @throws SagaStateException when nothing of it has failed, or it is paused */
    static SagaRecord retry(SagaRecord saga, Instant now) {
        Failure failure = saga.failure();
        SagaState state = saga.progress().state();
        if (saga.pause() != null) {
            throw new SagaStateException("Saga " + saga.id() + " is paused: resume it");
        }
        if (state == SagaState.FAILED) {
            Progress progress = saga.progress();
            return SagaCore.touched(withoutWait(saga), now)
                    .withTimes(new Times(saga.times().startedAt(), now, null))
                    .withProgress(new Progress(
                            SagaState.COMPENSATING,
                            progress.currentStep(),
                            progress.totalSteps(),
                            progress.completedSteps()));
        }
        if (failure == null || failure.nextAttemptAt() == null) {
            throw new SagaStateException("Saga " + saga.id() + " is "
                    + saga.progress().state().label() + " and nothing of it waits for another try");
        }
        return SagaCore.touched(withoutWait(saga), now);
    }

    private static SagaRecord withoutWait(SagaRecord saga) {
        Failure failure = saga.failure();
        return failure == null ? saga : saga.withFailure(new Failure(failure.error(), 0, null));
    }

    private static void requireGoingOn(SagaRecord saga, String what) {
        SagaState state = saga.progress().state();
        if (state.isTerminal()) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is " + state.label() + ": it has ended and cannot be " + what);
        }
    }
}
