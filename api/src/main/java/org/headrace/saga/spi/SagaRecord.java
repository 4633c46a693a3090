package org.headrace.saga.spi;

import java.time.Instant;
import org.headrace.json.JsonText;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.jspecify.annotations.Nullable;

/**
 * A saga as it is stored.
 *
 * @param data a JSON object
 * @param marks what operators have asked for
 * @param failure null: nothing of it has failed
 * @param pending what it waits for
 */
public record SagaRecord(
        Saga saga,
        Origin origin,
        Progress progress,
        JsonText data,
        Times times,
        Marks marks,
        @Nullable Failure failure,
        Pending pending) {

    /**
     * What it began with, and never changes.
     *
     * @param version of its definition
     * @param hash of its definition's steps; empty: stored before there were hashes
     * @param businessKey null: none was given
     * @param fingerprint of the data it was started with, to know the same start again
     */
    public record Origin(int version, String hash, @Nullable String businessKey, String fingerprint) {}

    /**
     * What operators, or the system, have asked for.
     *
     * @param pause null: it may run
     * @param cancellation null: nobody asked for it
     */
    public record Marks(@Nullable Mark pause, @Nullable Mark cancellation) {

        public static final Marks NONE = new Marks(null, null);
    }

    /**
     * What is outstanding. Times are the store's.
     *
     * @param deadline null: it has none
     * @param awaitedUntil how long the step that is next waits for its signal; null: it has not begun to, or is none
     * @param call the external call that was begun last, as long as its end is not stored; null: none
     * @param doubtful a step that is not completed but may have taken effect, and is to be undone before the completed
     *     ones; null: none
     */
    public record Pending(
            @Nullable Instant deadline,
            @Nullable Instant awaitedUntil,
            @Nullable Call call,
            @Nullable String doubtful) {

        public static final Pending NOTHING = new Pending(null, null, null, null);

        public Pending withDeadline(@Nullable Instant newDeadline) {
            return new Pending(newDeadline, awaitedUntil, call, doubtful);
        }

        public Pending withAwaitedUntil(@Nullable Instant until) {
            return new Pending(deadline, until, call, doubtful);
        }

        public Pending withCall(@Nullable Call newCall) {
            return new Pending(deadline, awaitedUntil, newCall, doubtful);
        }

        public Pending withDoubtful(@Nullable String step) {
            return new Pending(deadline, awaitedUntil, call, step);
        }
    }

    /**
     * An external call of the step that is next, in the direction that the saga is going.
     *
     * @param fence under which it was begun: a node that holds the saga by another one cannot know how it ended
     * @param since when
     */
    public record Call(long fence, Instant since) {}

    public String id() {
        return saga.id();
    }

    public @Nullable Mark pause() {
        return marks.pause();
    }

    public @Nullable Mark cancellation() {
        return marks.cancellation();
    }

    public SagaRecord withProgress(Progress newProgress) {
        return new SagaRecord(saga, origin, newProgress, data, times, marks, failure, pending);
    }

    public SagaRecord withData(JsonText newData) {
        return new SagaRecord(saga, origin, progress, newData, times, marks, failure, pending);
    }

    public SagaRecord withTimes(Times newTimes) {
        return new SagaRecord(saga, origin, progress, data, newTimes, marks, failure, pending);
    }

    public SagaRecord withPause(@Nullable Mark pause) {
        return withMarks(new Marks(pause, marks.cancellation()));
    }

    public SagaRecord withCancellation(@Nullable Mark cancellation) {
        return withMarks(new Marks(marks.pause(), cancellation));
    }

    public SagaRecord withFailure(@Nullable Failure newFailure) {
        return new SagaRecord(saga, origin, progress, data, times, marks, newFailure, pending);
    }

    public SagaRecord withPending(Pending newPending) {
        return new SagaRecord(saga, origin, progress, data, times, marks, failure, newPending);
    }

    private SagaRecord withMarks(Marks newMarks) {
        return new SagaRecord(saga, origin, progress, data, times, newMarks, failure, pending);
    }
}
