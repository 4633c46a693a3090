package org.headrace.saga;

import java.time.Duration;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;

/**
 * How a step runs.
 *
 * @param retry tries of its execution; only when they are spent does compensation begin
 * @param compensationRetry tries of its compensation; when they are spent the saga is Failed
 * @param timeout the longest a try may take, 1 second or more; a transaction that takes longer is rolled back
 * @param permanentFailures exceptions (and what extends them) that no other try would mend, beside
 *     {@link PermanentFailureException}
 */
public record StepOptions(
        RetryPolicy retry,
        RetryPolicy compensationRetry,
        Duration timeout,
        List<Class<? extends Throwable>> permanentFailures) {

    private static final RetryPolicy COMPENSATION =
            new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2);

    public static final StepOptions DEFAULT =
            new StepOptions(RetryPolicy.DEFAULT, COMPENSATION, Duration.ofMinutes(1), List.of());

    /** @throws InvalidInputException when the timeout is below a second */
    public StepOptions {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidInputException("timeout", "must be at least a second, is " + timeout);
        }
        permanentFailures = List.copyOf(permanentFailures);
    }

    /** Whether another try might mend this. */
    public boolean isWorthARetry(Throwable failure) {
        return !(failure instanceof PermanentFailureException)
                && permanentFailures.stream().noneMatch(type -> type.isInstance(failure));
    }
}
