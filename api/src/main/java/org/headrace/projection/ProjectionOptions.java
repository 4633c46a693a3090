package org.headrace.projection;

import java.time.Duration;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;

/**
 * How a projection runs. See {@link StreamProjection} for what each option means.
 *
 * @param batching how many events go into a transaction, and how many transactions run at the same time
 * @param pollingInterval from 10 ms
 * @param snapshotEvery after how many events a snapshot is taken; 0: never by itself
 */
public record ProjectionOptions(
        Batching batching,
        boolean autoStart,
        RetryPolicy retry,
        Duration pollingInterval,
        PoisonPolicy poison,
        long snapshotEvery) {

    public static final int DEFAULT_BATCH_SIZE = 100;
    public static final int MAX_BATCH_SIZE = 10_000;
    public static final int MAX_PARALLELISM = 64;

    public static final ProjectionOptions DEFAULT = new ProjectionOptions(
            new Batching(DEFAULT_BATCH_SIZE, false, 1),
            true,
            RetryPolicy.DEFAULT,
            Duration.ofSeconds(1),
            PoisonPolicy.DEFAULT,
            0);

    /**
     * How events are put into transactions.
     *
     * @param size from 1 to 10,000
     * @param perEvent one transaction an event in place of one a batch
     * @param parallelism from 1 to 64
     */
    public record Batching(int size, boolean perEvent, int parallelism) {

        /** @throws InvalidInputException naming the option that is out of its range */
        public Batching {
            if (size < 1 || size > MAX_BATCH_SIZE) {
                throw new InvalidInputException("batchSize", "must be from 1 to " + MAX_BATCH_SIZE + ", is " + size);
            }
            requireParallelism(parallelism);
        }
    }

    /** @throws InvalidInputException naming the option that is out of its range */
    public ProjectionOptions {
        if (pollingInterval.toMillis() < 10) {
            throw new InvalidInputException("pollingInterval", "must be at least PT0.01S, is " + pollingInterval);
        }
        if (snapshotEvery < 0) {
            throw new InvalidInputException("snapshotEvery", "must not be negative, is " + snapshotEvery);
        }
    }

    /** @throws InvalidInputException when a projection cannot run in so many segments */
    public static void requireParallelism(int segments) {
        if (segments < 1 || segments > MAX_PARALLELISM) {
            throw new InvalidInputException("parallelism", "must be from 1 to " + MAX_PARALLELISM + ", is " + segments);
        }
    }

    public int batchSize() {
        return batching.size();
    }

    public boolean checkpointPerEvent() {
        return batching.perEvent();
    }

    public int parallelism() {
        return batching.parallelism();
    }

    public ProjectionOptions withBatchSize(int size) {
        return withBatching(new Batching(size, batching.perEvent(), batching.parallelism()));
    }

    public ProjectionOptions withCheckpointPerEvent(boolean perEvent) {
        return withBatching(new Batching(batching.size(), perEvent, batching.parallelism()));
    }

    public ProjectionOptions withParallelism(int segments) {
        return withBatching(new Batching(batching.size(), batching.perEvent(), segments));
    }

    public ProjectionOptions withBatching(Batching newBatching) {
        return new ProjectionOptions(newBatching, autoStart, retry, pollingInterval, poison, snapshotEvery);
    }

    public ProjectionOptions withAutoStart(boolean start) {
        return new ProjectionOptions(batching, start, retry, pollingInterval, poison, snapshotEvery);
    }

    public ProjectionOptions withRetry(RetryPolicy policy) {
        return new ProjectionOptions(batching, autoStart, policy, pollingInterval, poison, snapshotEvery);
    }

    public ProjectionOptions withPollingInterval(Duration interval) {
        return new ProjectionOptions(batching, autoStart, retry, interval, poison, snapshotEvery);
    }

    public ProjectionOptions withPoison(PoisonPolicy policy) {
        return new ProjectionOptions(batching, autoStart, retry, pollingInterval, policy, snapshotEvery);
    }

    /** {@link #withPoison} with the same bound. */
    public ProjectionOptions withOnPoison(OnPoison action) {
        return withPoison(new PoisonPolicy(action, poison.maxDeadLetters()));
    }

    public ProjectionOptions withSnapshotEvery(long events) {
        return new ProjectionOptions(batching, autoStart, retry, pollingInterval, poison, events);
    }
}
