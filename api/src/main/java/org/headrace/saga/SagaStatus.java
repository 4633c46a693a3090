package org.headrace.saga;

import java.time.Instant;
import java.util.List;
import org.headrace.operator.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a saga.
 *
 * @param version of its definition
 * @param progress how far it is
 * @param data as the last completed step left it
 * @param pause null: it is not paused
 * @param cancellation null: nobody asked for it
 * @param failure null: nothing has failed
 * @param outlook what it waits for
 * @param explanation in a sentence why it stands where it stands
 */
public record SagaStatus(
        Saga saga,
        int version,
        Progress progress,
        SagaData data,
        Times times,
        @Nullable Mark pause,
        @Nullable Mark cancellation,
        @Nullable Failure failure,
        Outlook outlook,
        String explanation) {

    /**
     * How far a saga is.
     *
     * @param currentStep how many steps stand completed: forward the index of the step that is next
     * @param totalSteps of the definition
     * @param completedSteps the names of those, in order; compensation takes them away from the end
     */
    public record Progress(SagaState state, int currentStep, int totalSteps, List<String> completedSteps) {
        public Progress {
            completedSteps = List.copyOf(completedSteps);
        }
    }

    /** @param completedAt when it ended; null: it has not */
    public record Times(Instant startedAt, Instant lastUpdated, @Nullable Instant completedAt) {}

    /** What an operator has asked for. */
    public record Mark(Operator by, Instant at) {}

    /**
     * The last failure of a step or of a compensation.
     *
     * @param attempts failed tries of the step or compensation that is next; 0 once it is past
     * @param nextAttemptAt null: none is planned
     */
    public record Failure(String error, int attempts, @Nullable Instant nextAttemptAt) {}

    /**
     * What a saga waits for.
     *
     * @param deadline when it is cancelled unless its last step is executed by then; null: it has none, or it is past
     * @param awaited the signal; null: none
     * @param awaitedUntil how long it waits for that; null: it does not
     * @param inDoubt the step of whose call nobody knows yet whether it took effect; null: none
     */
    public record Outlook(
            @Nullable Instant deadline,
            @Nullable String awaited,
            @Nullable Instant awaitedUntil,
            @Nullable String inDoubt) {

        public static final Outlook NOTHING = new Outlook(null, null, null, null);
    }
}
