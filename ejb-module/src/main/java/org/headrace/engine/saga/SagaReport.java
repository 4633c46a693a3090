package org.headrace.engine.saga;

import java.util.Optional;
import org.headrace.engine.saga.Troubles.Trouble;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/** What is shown of a saga. */
final class SagaReport {

    private SagaReport() {}

    /**
     * Of one saga.
     *
     * @param isRegistered whether this node has its definition
     * @param trouble what keeps this node from moving it
     */
    static SagaStatus of(SagaRecord saga, boolean isRegistered, Optional<Trouble> trouble) {
        return new SagaStatus(
                saga.saga(),
                saga.origin().version(),
                saga.progress(),
                SagaData.of(saga.data()),
                saga.times(),
                saga.pause(),
                saga.cancellation(),
                saga.failure(),
                explanation(saga, isRegistered, trouble));
    }

    private static String explanation(SagaRecord saga, boolean isRegistered, Optional<Trouble> trouble) {
        SagaState state = saga.progress().state();
        Failure failure = saga.failure();
        Mark pause = saga.pause();
        if (state.isTerminal()) {
            return ended(saga, state, failure);
        }
        if (pause != null) {
            return "paused by " + pause.by().principal() + " since " + pause.at() + because(pause) + "; resume it";
        }
        if (!isRegistered) {
            return "waits for a node that has version " + saga.origin().version() + " of "
                    + saga.saga().name() + " registered; this one does not";
        }
        if (trouble.isPresent()) {
            return "waits for the database: " + trouble.get().error();
        }
        if (failure != null && failure.nextAttemptAt() != null) {
            return "failed " + failure.attempts() + (failure.attempts() == 1 ? " time" : " times")
                    + ", is tried again at " + failure.nextAttemptAt();
        }
        return going(saga, state, failure);
    }

    private static String going(SagaRecord saga, SagaState state, @Nullable Failure failure) {
        if (state == SagaState.NOT_STARTED) {
            return "waits for a free worker, or is at its first step";
        }
        String step = "step " + (saga.progress().currentStep() + 1) + " of "
                + saga.progress().totalSteps();
        if (state == SagaState.RUNNING) {
            return saga.cancellation() == null ? "at " + step : "is compensated after " + step + ", which is under way";
        }
        return "is being compensated: " + (failure == null ? cancelled(saga) : failure.error());
    }

    private static String ended(SagaRecord saga, SagaState state, @Nullable Failure failure) {
        return switch (state) {
            case COMPLETED -> "has completed";
            case COMPENSATED -> "nothing of it remains: " + (failure == null ? cancelled(saga) : failure.error());
            default ->
                "could not be undone, and waits for an operator; left to be undone, last first: "
                        + String.join(", ", saga.progress().completedSteps());
        };
    }

    private static String cancelled(SagaRecord saga) {
        Mark cancellation = saga.cancellation();
        return cancellation == null
                ? "compensated"
                : "cancelled by " + cancellation.by().principal() + because(cancellation);
    }

    private static String because(Mark mark) {
        return mark.by().reason().isEmpty() ? "" : " (" + mark.by().reason() + ")";
    }
}
