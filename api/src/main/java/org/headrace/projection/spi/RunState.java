package org.headrace.projection.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What must survive a restart beside the checkpoints: whether a projection is paused, and the event it fails at.
 *
 * @param pause null: it may run
 * @param failure null: no event is failing
 */
public record RunState(@Nullable Pause pause, @Nullable FailedEvent failure) {

    public static final RunState RUNNING = new RunState(null, null);

    /**
     * Why it stands.
     *
     * @param by the operator's name, or what of Headrace paused it
     */
    public record Pause(String by, String reason, Instant since) {}

    /**
     * A failing event.
     *
     * @param attempts failed tries that count; 0 after an operator has given it all its tries anew
     * @param nextAttemptAt null: none is planned
     */
    public record FailedEvent(
            String stream,
            long offset,
            int attempts,
            @Nullable Instant nextAttemptAt,
            String error,
            String stackTrace) {}

    public RunState withPause(@Nullable Pause newPause) {
        return new RunState(newPause, failure);
    }

    public RunState withFailure(@Nullable FailedEvent newFailure) {
        return new RunState(pause, newFailure);
    }
}
