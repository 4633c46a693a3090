package org.headrace.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.headrace.input.InvalidInputException;

/**
 * Exponential backoff: retry n (from 0) waits {@code baseDelay × 2^n}, at most {@code maxDelay}, spread evenly by
 * ± {@code jitter}.
 *
 * @param maxRetries tries after the first one, from 0
 * @param baseDelay the first wait, over 0
 * @param maxDelay the cap before jitter, not below the base delay
 * @param jitter a fraction from 0 (none) to 1
 */
public record RetryPolicy(int maxRetries, Duration baseDelay, Duration maxDelay, double jitter) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1), 0.2);

    /** @throws InvalidInputException naming the component that is out of its range */
    public RetryPolicy {
        if (maxRetries < 0) {
            throw new InvalidInputException("maxRetries", "must be 0 or more, is " + maxRetries);
        }
        if (baseDelay.isNegative() || baseDelay.isZero()) {
            throw new InvalidInputException("baseDelay", "must be over 0, is " + baseDelay);
        }
        if (maxDelay.compareTo(baseDelay) < 0) {
            throw new InvalidInputException("maxDelay", "must not be below the base delay, is " + maxDelay);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new InvalidInputException("jitter", "must be from 0 to 1, is " + jitter);
        }
    }

    /** Whether another try may follow this many failed ones. */
    public boolean allows(int failedAttempts) {
        return failedAttempts <= maxRetries;
    }

    /**
     * The wait before a retry.
     *
     * @param attempt 0 for the first retry
     */
    public Duration delay(int attempt, RandomGenerator random) {
        double nominal = Math.min(baseDelay.toMillis() * Math.pow(2, attempt), (double) maxDelay.toMillis());
        double spread = jitter == 0 ? 1 : 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(nominal * spread));
    }
}
