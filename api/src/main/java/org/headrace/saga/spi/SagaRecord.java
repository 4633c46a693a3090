package org.headrace.saga.spi;

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
 * @param pause null: it may run
 * @param cancellation null: nobody asked for it
 * @param failure null: nothing of it has failed
 */
public record SagaRecord(
        Saga saga,
        Origin origin,
        Progress progress,
        JsonText data,
        Times times,
        @Nullable Mark pause,
        @Nullable Mark cancellation,
        @Nullable Failure failure) {

    /**
     * What it began with, and never changes.
     *
     * @param version of its definition
     * @param businessKey null: none was given
     * @param fingerprint of the data it was started with, to know the same start again
     */
    public record Origin(int version, @Nullable String businessKey, String fingerprint) {}

    public String id() {
        return saga.id();
    }

    public SagaRecord withProgress(Progress newProgress) {
        return new SagaRecord(saga, origin, newProgress, data, times, pause, cancellation, failure);
    }

    public SagaRecord withData(JsonText newData) {
        return new SagaRecord(saga, origin, progress, newData, times, pause, cancellation, failure);
    }

    public SagaRecord withTimes(Times newTimes) {
        return new SagaRecord(saga, origin, progress, data, newTimes, pause, cancellation, failure);
    }

    public SagaRecord withPause(@Nullable Mark newPause) {
        return new SagaRecord(saga, origin, progress, data, times, newPause, cancellation, failure);
    }

    public SagaRecord withCancellation(@Nullable Mark newCancellation) {
        return new SagaRecord(saga, origin, progress, data, times, pause, newCancellation, failure);
    }

    public SagaRecord withFailure(@Nullable Failure newFailure) {
        return new SagaRecord(saga, origin, progress, data, times, pause, cancellation, newFailure);
    }
}
