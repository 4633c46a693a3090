package org.headrace.projection;

import java.time.Duration;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;

/**
 * How a projection runs. See {@link StreamProjection} for what each option means.
 *
 * @param batchSize from 1 to 10,000
 * @param pollingInterval from 10 ms
 */
public record ProjectionOptions(
        int batchSize,
        boolean autoStart,
        RetryPolicy retry,
        boolean checkpointPerEvent,
        Duration pollingInterval,
        PoisonPolicy poison) {

    public static final int DEFAULT_BATCH_SIZE = 100;
    public static final int MAX_BATCH_SIZE = 10_000;

    public static final ProjectionOptions DEFAULT = new ProjectionOptions(
            DEFAULT_BATCH_SIZE, true, RetryPolicy.DEFAULT, false, Duration.ofSeconds(1), PoisonPolicy.DEFAULT);

    /** @throws InvalidInputException naming the option that is out of its range */
    public ProjectionOptions {
        if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
            throw new InvalidInputException("batchSize", "must be from 1 to " + MAX_BATCH_SIZE + ", is " + batchSize);
        }
        if (pollingInterval.toMillis() < 10) {
            throw new InvalidInputException("pollingInterval", "must be at least PT0.01S, is " + pollingInterval);
        }
    }

    public ProjectionOptions withBatchSize(int size) {
        return new ProjectionOptions(size, autoStart, retry, checkpointPerEvent, pollingInterval, poison);
    }

    public ProjectionOptions withAutoStart(boolean start) {
        return new ProjectionOptions(batchSize, start, retry, checkpointPerEvent, pollingInterval, poison);
    }

    public ProjectionOptions withRetry(RetryPolicy policy) {
        return new ProjectionOptions(batchSize, autoStart, policy, checkpointPerEvent, pollingInterval, poison);
    }

    public ProjectionOptions withCheckpointPerEvent(boolean perEvent) {
        return new ProjectionOptions(batchSize, autoStart, retry, perEvent, pollingInterval, poison);
    }

    public ProjectionOptions withPollingInterval(Duration interval) {
        return new ProjectionOptions(batchSize, autoStart, retry, checkpointPerEvent, interval, poison);
    }

    public ProjectionOptions withPoison(PoisonPolicy policy) {
        return new ProjectionOptions(batchSize, autoStart, retry, checkpointPerEvent, pollingInterval, policy);
    }

    /** {@link #withPoison} with the same bound. */
    public ProjectionOptions withOnPoison(OnPoison action) {
        return withPoison(new PoisonPolicy(action, poison.maxDeadLetters()));
    }
}
