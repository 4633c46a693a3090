package org.headrace.engine.saga;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.headrace.input.InvalidInputException;

/**
 * How a node runs sagas.
 *
 * @param workers {@code headrace.saga.workers}: how many sagas are at a step at a time, each with a connection of the
 *     pool; 1 to 200
 * @param scanInterval {@code headrace.saga.scan-interval}: how often the store is asked for sagas that are ready, ISO
 *     8601; those started on this node do not wait for it
 * @param stepsPerCommit {@code headrace.saga.steps-per-commit}: how many sagas at most may have a short transactional step
 *     of theirs in one transaction; 1 to 100, 1: each has its own
 */
public record SagaSettings(int workers, Duration scanInterval, int stepsPerCommit) {

    private static final int DEFAULT_WORKERS = 8;
    private static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);
    private static final int MAX_WORKERS = 200;
    private static final int MAX_STEPS_PER_COMMIT = 100;

    /** @throws InvalidInputException naming the setting that is out of its range */
    public SagaSettings {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new InvalidInputException("headrace.saga.workers", "must be 1 to " + MAX_WORKERS + ", is " + workers);
        }
        if (stepsPerCommit < 1 || stepsPerCommit > MAX_STEPS_PER_COMMIT) {
            throw new InvalidInputException(
                    "headrace.saga.steps-per-commit",
                    "must be 1 to " + MAX_STEPS_PER_COMMIT + ", is " + stepsPerCommit);
        }
        if (scanInterval.toMillis() < 10) {
            throw new InvalidInputException(
                    "headrace.saga.scan-interval", "must be at least PT0.01S, is " + scanInterval);
        }
    }

    public static SagaSettings from(Config config) {
        return new SagaSettings(
                config.getOptionalValue("headrace.saga.workers", Integer.class).orElse(DEFAULT_WORKERS),
                config.getOptionalValue("headrace.saga.scan-interval", Duration.class)
                        .orElse(DEFAULT_INTERVAL),
                config.getOptionalValue("headrace.saga.steps-per-commit", Integer.class)
                        .orElse(Sharing.DEFAULT.most()));
    }
}
