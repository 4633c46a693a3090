package org.headrace.engine.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.headrace.saga.SagaDecisions.CancelPreview;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/** What a cancel would do to a saga. Pure. */
final class CancelPreviews {

    private CancelPreviews() {}

    /**
     * Looks ahead.
     *
     * @param definition empty: it is not known here
     * @param isIdle nothing of it is being run
     * @throws org.headrace.saga.SagaStateException when there is something to undo, and this node does not know how
     */
    static CancelPreview of(SagaRecord saga, Optional<RegisteredSaga> definition, Instant now, boolean isIdle) {
        String refusal = refusal(saga);
        SagaState state = saga.progress().state();
        if (refusal != null || (state == SagaState.NOT_STARTED && isIdle)) {
            return new CancelPreview(saga.id(), List.of(), List.of(), null, refusal);
        }
        RegisteredSaga known = Pauses.required(saga, definition);
        boolean undoing = state == SagaState.COMPENSATING;
        boolean endsAStep = !undoing && (!isIdle || staysParked(saga, definition));
        List<String> undone = new ArrayList<>(saga.progress().completedSteps());
        String doubtful = endsAStep
                ? null
                : SagaCore.compensating(saga, known, now).after().pending().doubtful();
        if (doubtful != null) {
            undone.add(doubtful);
        }
        Collections.reverse(undone);
        List<String> skipped = undone.stream()
                .filter(step -> known.step(step).compensation() == null)
                .toList();
        String underWay =
                endsAStep ? known.steps().get(saga.progress().currentStep()).name() : null;
        return new CancelPreview(saga.id(), undone, skipped, underWay, null);
    }

    /** Why a cancel is refused; null: it is not. */
    static @Nullable String refusal(SagaRecord saga) {
        SagaState state = saga.progress().state();
        if (state.isTerminal()) {
            return "Saga " + saga.id() + " is " + state.label() + ": it has ended and cannot be cancelled";
        }
        return state == SagaState.COMPENSATING && saga.cancellation() == null
                ? "Saga " + saga.id() + " is being compensated already: there is nothing to cancel"
                : null;
    }

    /** Whether it cannot be undone before an operator has told what became of its call. */
    static boolean staysParked(SagaRecord saga, Optional<RegisteredSaga> definition) {
        return DoubtfulCalls.isParked(saga)
                && definition
                        .map(known ->
                                SagaCore.compensating(saga, known, saga.times().lastUpdated()))
                        .map(change -> change.after().pending().doubtful() == null)
                        .orElse(true);
    }
}
