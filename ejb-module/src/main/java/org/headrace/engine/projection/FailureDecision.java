package org.headrace.engine.projection;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.headrace.engine.transaction.FailureText;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** Decides what follows when an event has failed on its own: another try later, or a pause. Pure. */
final class FailureDecision {

    /** The principal of pauses that no person asked for. */
    static final String ENGINE = "headrace";

    private FailureDecision() {}

    static RunState after(
            RunState before,
            RecordedEvent event,
            Throwable cause,
            RetryPolicy policy,
            Instant now,
            RandomGenerator random) {
        int attempts = attemptsBefore(before.failure(), event) + 1;
        boolean again = policy.allows(attempts);
        var failed = new FailedEvent(
                event.stream(),
                event.offset(),
                attempts,
                again ? now.plus(policy.delay(attempts - 1, random)) : null,
                FailureText.describe(cause),
                FailureText.stackTrace(cause));
        if (again) {
            return before.withFailure(failed);
        }
        String reason = "event at offset " + event.offset() + " of stream " + event.stream() + " failed " + attempts
                + (attempts == 1 ? " time: " : " times: ") + failed.error();
        return new RunState(new Pause(ENGINE, reason, now), failed);
    }

    static int attemptsBefore(@Nullable FailedEvent failure, RecordedEvent event) {
        return failure != null && isAt(failure, event) ? failure.attempts() : 0;
    }

    /** Whether this is the event that has failed. */
    static boolean isAt(@Nullable FailedEvent failure, RecordedEvent event) {
        return failure != null
                && failure.offset() == event.offset()
                && failure.stream().equals(event.stream());
    }
}
