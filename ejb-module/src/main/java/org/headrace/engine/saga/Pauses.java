package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/** What the end of a pause means to a saga's deadline. Pure. */
final class Pauses {

    private Pauses() {}

    /**
     * The saga without its pause.
     *
     * @param definition empty: it is not known here
     * @throws SagaStateException when it is not known here whether the deadline runs while it is paused
     */
    static SagaRecord lifted(SagaRecord saga, Optional<RegisteredSaga> definition, Instant now) {
        return saga.withPause(null).withPending(saga.pending().withDeadline(deadline(saga, definition, now)));
    }

    private static @Nullable Instant deadline(SagaRecord saga, Optional<RegisteredSaga> definition, Instant now) {
        Instant deadline = saga.pending().deadline();
        Mark pause = saga.pause();
        if (deadline == null || pause == null || now.isBefore(pause.at())) {
            return deadline;
        }
        boolean runs = required(saga, definition)
                .deadline()
                .map(SagaDeadline::runsWhilePaused)
                .orElse(false);
        return runs ? deadline : deadline.plus(Duration.between(pause.at(), now));
    }

    /** @throws SagaStateException when this node does not have it */
    static RegisteredSaga required(SagaRecord saga, Optional<RegisteredSaga> definition) {
        return definition.orElseThrow(() -> new SagaStateException("This node does not have the steps that saga "
                + saga.id() + " began with, version " + saga.origin().version() + " of "
                + saga.saga().name() + ": decide at a node that has"));
    }
}
