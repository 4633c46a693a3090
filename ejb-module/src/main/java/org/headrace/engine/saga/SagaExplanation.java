package org.headrace.engine.saga;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.headrace.engine.saga.Troubles.Trouble;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Outlook;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why a saga stands where it stands. */
final class SagaExplanation {

    private SagaExplanation() {}

    /**
     * Of one saga.
     *
     * @param registered the definitions of this node
     * @param trouble what keeps this node from moving it
     */
    static String of(SagaRecord saga, Outlook outlook, RegisteredSagas registered, Optional<Trouble> trouble) {
        SagaState state = saga.progress().state();
        Failure failure = saga.failure();
        Mark pause = saga.pause();
        if (state.isTerminal()) {
            return ended(saga, state, failure);
        }
        if (pause != null) {
            return "paused by " + pause.by().principal() + " since " + pause.at() + because(pause)
                    + (DoubtfulCalls.isParked(saga) ? "" : "; resume it");
        }
        if (registered.of(saga).isEmpty()) {
            return unregistered(saga, registered);
        }
        if (trouble.isPresent()) {
            return "waits for the database: " + trouble.get().error();
        }
        if (failure != null && failure.nextAttemptAt() != null) {
            return "failed " + failure.attempts() + (failure.attempts() == 1 ? " time" : " times")
                    + ", is tried again at " + failure.nextAttemptAt();
        }
        if (outlook.awaited() != null && saga.cancellation() == null) {
            return "waits for the signal " + outlook.awaited() + " until " + outlook.awaitedUntil();
        }
        return going(saga, state, failure);
    }

    private static String unregistered(SagaRecord saga, RegisteredSagas registered) {
        String name = saga.saga().name();
        int version = saga.origin().version();
        String waits = "waits for a node that has version " + version + " of " + name + " registered";
        return registered.find(name, version).isEmpty()
                ? waits + "; this one does not"
                : waits + " with the steps it began with; this one has other steps under that version";
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
                        + String.join(", ", undos(saga));
        };
    }

    private static List<String> undos(SagaRecord saga) {
        List<String> undos = new ArrayList<>(saga.progress().completedSteps());
        String doubtful = saga.pending().doubtful();
        if (doubtful != null) {
            undos.add(doubtful);
        }
        Collections.reverse(undos);
        return undos;
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
