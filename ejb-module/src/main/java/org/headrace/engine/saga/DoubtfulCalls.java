package org.headrace.engine.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.headrace.operator.Operator;
import org.headrace.saga.InDoubt;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.External;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.jspecify.annotations.Nullable;

/**
 * Calls to other systems that were begun, from the moment that this is stored until their end is. Pure. A call stays
 * pending after a failure that does not tell whether it took effect.
 */
final class DoubtfulCalls {

    /** Of a call that has ended, with a failure that leaves its effect open. */
    static final long ENDED = 0;

    private DoubtfulCalls() {}

    /** What is done about a call before it is made. */
    enum Course {
        MAKE,
        ASK,
        PARK
    }

    /** @param before null: none was begun, or it is known not to have taken effect */
    static Course course(SagaStep step, @Nullable Call before) {
        if (before == null || !(step.kind() instanceof External external)) {
            return Course.MAKE;
        }
        return switch (external.inDoubt()) {
            case RETRY -> Course.MAKE;
            case PROBE -> Course.ASK;
            case PARK -> Course.PARK;
        };
    }

    /** It is made next, under this fence. */
    static Change begun(SagaRecord saga, SagaStep step, long fence, Instant now) {
        List<Entry> entries = told(saga, step, fence);
        entries.add(Entry.of(SagaHappening.Type.STEP_STARTED, saga, step));
        return new Change(pending(saga, fence, now), entries);
    }

    /** The probe is asked next, under this fence. */
    static Change asked(SagaRecord saga, SagaStep step, long fence, Instant now) {
        return new Change(pending(saga, fence, now), told(saga, step, fence));
    }

    /** The probe has found that nothing happened. */
    static Change neverHappened(SagaRecord saga, SagaStep step, long fence, Instant now) {
        SagaRecord clear = saga.withPending(saga.pending().withCall(null));
        return begun(clear, step, fence, now).after(Entry.of(SagaHappening.Type.STEP_NEVER_HAPPENED, saga, step));
    }

    /** An operator is to tell what became of it. */
    static Change parked(SagaRecord saga, SagaStep step, Instant now) {
        var by = new Operator(
                SagaCore.SYSTEM,
                "it is not known whether the call to "
                        + SagaCore.direction(saga).label() + " step " + step.name() + " took effect: settle it");
        SagaRecord after = SagaCore.touched(saga, now).withPause(new Mark(by, now));
        return Change.to(
                after,
                Entry.of(SagaHappening.Type.STEP_UNKNOWN, saga, step),
                Entry.by(by, SagaHappening.Type.PAUSED, after));
    }

    /** Whether a saga stands for {@link InDoubt#PARK}. */
    static boolean isParked(SagaRecord saga) {
        Mark pause = saga.pause();
        return saga.pending().call() != null
                && pause != null
                && pause.by().principal().equals(SagaCore.SYSTEM);
    }

    /** The saga after a failed try, before anything else follows from it. */
    static SagaRecord afterFailure(SagaRecord saga, SagaStep step, Throwable cause) {
        Call call = saga.pending().call();
        if (call == null) {
            return saga;
        }
        boolean isOpen = !(cause instanceof PermanentFailureException) && !isDeclaredHarmless(step, cause);
        return saga.withPending(saga.pending().withCall(isOpen ? new Call(ENDED, call.since()) : null));
    }

    /** Whether its effect is open, and only an operator may tell. */
    static boolean isForAnOperator(SagaRecord tried, SagaStep step, Throwable cause) {
        return tried.pending().call() != null
                && !(cause instanceof PermanentFailureException)
                && step.kind() instanceof External external
                && external.inDoubt() == InDoubt.PARK;
    }

    /** Of a call that must not be made twice, those failures that are named as worth a retry are known to be harmless. */
    private static boolean isDeclaredHarmless(SagaStep step, Throwable cause) {
        return step.kind() instanceof External external
                && external.inDoubt() == InDoubt.PARK
                && !(cause instanceof TimeoutException)
                && step.options().failures().retried().stream().anyMatch(type -> type.isInstance(cause));
    }

    private static SagaRecord pending(SagaRecord saga, long fence, Instant now) {
        SagaState state = saga.progress().state();
        SagaState next = state == SagaState.NOT_STARTED ? SagaState.RUNNING : state;
        return SagaCore.moved(saga, next, saga.progress().completedSteps(), now)
                .withPending(saga.pending().withCall(new Call(fence, now)));
    }

    /** That it is unknown how a call ended is told once: of one that nobody was left to tell of. */
    private static List<Entry> told(SagaRecord saga, SagaStep step, long fence) {
        List<Entry> entries = new ArrayList<>();
        Call before = saga.pending().call();
        if (before != null && before.fence() != ENDED && before.fence() != fence) {
            entries.add(Entry.of(SagaHappening.Type.STEP_UNKNOWN, saga, step));
        }
        return entries;
    }
}
