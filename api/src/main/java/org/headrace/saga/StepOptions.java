package org.headrace.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;

/**
 * How a step runs.
 *
 * @param retry tries of its execution; only when they are spent does compensation begin
 * @param compensationRetry tries of its compensation; when they are spent the saga is Failed
 * @param timeout the longest a try may take, 1 second or more; a transaction that takes longer is rolled back, a call
 *     that takes longer is interrupted
 * @param failures which are worth a retry
 */
public record StepOptions(RetryPolicy retry, RetryPolicy compensationRetry, Duration timeout, Failures failures) {

    private static final RetryPolicy COMPENSATION =
            new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), 0.2);

    public static final StepOptions DEFAULT =
            new StepOptions(RetryPolicy.DEFAULT, COMPENSATION, Duration.ofMinutes(1), Failures.ANY);

    /**
     * Which failures another try might mend. {@link PermanentFailureException} never is one.
     *
     * @param retried only these, and what extends them; empty: any
     * @param permanent not these, nor what extends them
     */
    public record Failures(List<Class<? extends Throwable>> retried, List<Class<? extends Throwable>> permanent) {

        public static final Failures ANY = new Failures(List.of(), List.of());

        public Failures {
            retried = List.copyOf(retried);
            permanent = List.copyOf(permanent);
        }

        Failures alsoRetried(Class<? extends Throwable> failure) {
            return new Failures(with(retried, failure), permanent);
        }

        Failures alsoPermanent(Class<? extends Throwable> failure) {
            return new Failures(retried, with(permanent, failure));
        }

        private static List<Class<? extends Throwable>> with(
                List<Class<? extends Throwable>> failures, Class<? extends Throwable> failure) {
            List<Class<? extends Throwable>> all = new ArrayList<>(failures);
            all.add(failure);
            return all;
        }
    }

    /** @throws InvalidInputException when the timeout is below a second */
    public StepOptions {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidInputException("timeout", "must be at least a second, is " + timeout);
        }
    }

    /** Whether another try might mend this. */
    public boolean isWorthARetry(Throwable failure) {
        return !(failure instanceof PermanentFailureException)
                && failures.permanent().stream().noneMatch(type -> type.isInstance(failure))
                && (failures.retried().isEmpty()
                        || failures.retried().stream().anyMatch(type -> type.isInstance(failure)));
    }

    StepOptions withRetry(RetryPolicy policy) {
        return new StepOptions(policy, compensationRetry, timeout, failures);
    }

    StepOptions withCompensationRetry(RetryPolicy policy) {
        return new StepOptions(retry, policy, timeout, failures);
    }

    StepOptions withTimeout(Duration limit) {
        return new StepOptions(retry, compensationRetry, limit, failures);
    }

    StepOptions withFailures(Failures newFailures) {
        return new StepOptions(retry, compensationRetry, timeout, newFailures);
    }
}
