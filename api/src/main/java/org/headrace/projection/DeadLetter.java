package org.headrace.projection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * An event that a projection has left out for now: one that failed at all its tries, or one that waits behind such a one
 * of its key.
 *
 * @param eventType what happened
 * @param key the entity it is about; null: none
 * @param parkedAt when the projection left it out, in microseconds
 * @param failure why it failed last; null: it is queued, and was not tried since it is
 * @param editedData handed to the projection in place of the data that the log holds; null: not edited
 */
public record DeadLetter(
        Address at,
        String eventType,
        @Nullable String key,
        Instant parkedAt,
        @Nullable Failure failure,
        @Nullable JsonText editedData) {

    /** The event's place in the log. */
    public record Address(String stream, long offset) {}

    /**
     * Why it failed.
     *
     * @param cause the same for failures of one kind: the exception's class, and where in the user's code it came from
     * @param attempts how often it was tried
     * @param failedAt when it failed last, in microseconds
     */
    public record Failure(String cause, String error, int attempts, Instant failedAt) {
        public Failure {
            failedAt = failedAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    public DeadLetter {
        parkedAt = parkedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether it only waits behind another one of its key. */
    public boolean isQueued() {
        return failure == null;
    }

    /** How often it was tried. */
    public int attempts() {
        return failure == null ? 0 : failure.attempts();
    }

    public DeadLetter withFailure(Failure newFailure) {
        return new DeadLetter(at, eventType, key, parkedAt, newFailure, editedData);
    }

    public DeadLetter withEditedData(@Nullable JsonText data) {
        return new DeadLetter(at, eventType, key, parkedAt, failure, data);
    }
}
