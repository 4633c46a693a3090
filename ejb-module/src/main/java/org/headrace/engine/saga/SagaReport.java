package org.headrace.engine.saga;

import java.util.Optional;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Outlook;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.jspecify.annotations.Nullable;

/** What is shown of a saga. */
final class SagaReport {

    private SagaReport() {}

    /**
     * Of one saga.
     *
     * @param registered the definitions of this node
     * @param troubles what keeps this node from moving sagas
     */
    static SagaStatus of(SagaRecord saga, RegisteredSagas registered, Troubles troubles) {
        Optional<RegisteredSaga> definition = registered.of(saga);
        Outlook outlook = outlook(saga, definition);
        return new SagaStatus(
                saga.saga(),
                saga.origin().version(),
                saga.progress(),
                SagaData.of(saga.data()),
                saga.times(),
                saga.pause(),
                saga.cancellation(),
                saga.failure(),
                outlook,
                SagaExplanation.of(saga, outlook, registered, troubles.of(saga.id())));
    }

    private static Outlook outlook(SagaRecord saga, Optional<RegisteredSaga> definition) {
        Pending pending = saga.pending();
        SagaState state = saga.progress().state();
        boolean isForward = state == SagaState.NOT_STARTED || state == SagaState.RUNNING;
        boolean isTimed = isForward && saga.cancellation() == null;
        boolean awaits = isForward && pending.awaitedUntil() != null;
        return new Outlook(
                isTimed ? pending.deadline() : null,
                awaits ? nextStep(saga, definition) : null,
                awaits ? pending.awaitedUntil() : null,
                inDoubt(saga, definition));
    }

    /** A call that is being made is not in doubt yet. */
    private static @Nullable String inDoubt(SagaRecord saga, Optional<RegisteredSaga> definition) {
        Call call = saga.pending().call();
        boolean isOpen = call != null && (call.fence() == DoubtfulCalls.ENDED || DoubtfulCalls.isParked(saga));
        if (!isOpen) {
            return saga.pending().doubtful();
        }
        return SagaCore.direction(saga) == Direction.COMPENSATE ? SagaCore.nextUndo(saga) : nextStep(saga, definition);
    }

    /** Its number, where this node does not know its name. */
    private static String nextStep(SagaRecord saga, Optional<RegisteredSaga> definition) {
        int next = saga.progress().currentStep();
        return definition.map(known -> known.steps().get(next).name()).orElse("step " + (next + 1));
    }
}
