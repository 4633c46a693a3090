package org.headrace.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga.
 *
 * <pre>{@code
 * SagaStep.named("ReserveInventory", inventory::reserve).compensatedBy(inventory::release)
 * }</pre>
 *
 * @param name unique in its saga, 1 to 100 characters
 * @param execution what it does
 * @param compensation how that is undone; null: there is nothing to undo
 * @param options how it runs
 */
public record SagaStep(String name, SagaAction execution, @Nullable SagaAction compensation, StepOptions options) {

    private static final int MAX_NAME = 100;

    /** @throws InvalidInputException when the name is blank or too long */
    public SagaStep {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new InvalidInputException("step", "must have a name of 1 to " + MAX_NAME + " characters");
        }
    }

    /** Without compensation, with the default options. */
    public static SagaStep named(String name, SagaAction execution) {
        return new SagaStep(name, execution, null, StepOptions.DEFAULT);
    }

    public SagaStep compensatedBy(SagaAction action) {
        return new SagaStep(name, execution, action, options);
    }

    public SagaStep withOptions(StepOptions newOptions) {
        return new SagaStep(name, execution, compensation, newOptions);
    }

    public SagaStep withRetry(RetryPolicy retry) {
        return withOptions(
                new StepOptions(retry, options.compensationRetry(), options.timeout(), options.permanentFailures()));
    }

    public SagaStep withCompensationRetry(RetryPolicy retry) {
        return withOptions(new StepOptions(options.retry(), retry, options.timeout(), options.permanentFailures()));
    }

    public SagaStep withTimeout(Duration timeout) {
        return withOptions(
                new StepOptions(options.retry(), options.compensationRetry(), timeout, options.permanentFailures()));
    }

    /** Failures of this type, and of what extends it, begin the compensation at once. Adds to those named before. */
    public SagaStep notRetrying(Class<? extends Throwable> failure) {
        List<Class<? extends Throwable>> failures = new ArrayList<>(options.permanentFailures());
        failures.add(failure);
        return withOptions(new StepOptions(options.retry(), options.compensationRetry(), options.timeout(), failures));
    }
}
