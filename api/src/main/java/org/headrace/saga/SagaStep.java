package org.headrace.saga;

import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * One step of a saga, made by {@link SagaSteps}.
 *
 * @param name unique in its saga, 1 to 100 characters
 * @param kind how it is carried out
 * @param execution what it does; null: nothing, which only a step that waits may
 * @param compensation how that is undone; null: there is nothing to undo
 * @param options how it runs
 */
public record SagaStep(
        String name,
        StepKind kind,
        @Nullable SagaAction execution,
        @Nullable SagaAction compensation,
        StepOptions options) {

    private static final int MAX_NAME = 100;

    /** @throws InvalidInputException when the name is blank or too long */
    public SagaStep {
        if (name.isBlank() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
            throw new InvalidInputException("step", "must have a name of 1 to " + MAX_NAME + " characters");
        }
        if (execution == null && !(kind instanceof StepKind.Awaiting)) {
            throw new InvalidInputException("step", name + " must have something to do");
        }
    }

    /** What is done in a direction; null: nothing. */
    public @Nullable SagaAction action(Direction direction) {
        return direction == Direction.EXECUTE ? execution : compensation;
    }

    /** Whether it is a call to another system. */
    public boolean isExternal() {
        return kind instanceof StepKind.External;
    }

    SagaStep withKind(StepKind newKind) {
        return new SagaStep(name, newKind, execution, compensation, options);
    }

    SagaStep withCompensation(SagaAction action) {
        return new SagaStep(name, kind, execution, action, options);
    }

    SagaStep withOptions(StepOptions newOptions) {
        return new SagaStep(name, kind, execution, compensation, newOptions);
    }
}
