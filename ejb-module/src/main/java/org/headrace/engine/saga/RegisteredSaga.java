package org.headrace.engine.saga;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * A definition as it was when it was registered.
 *
 * @param definition asked for what belongs to a start
 */
record RegisteredSaga(String name, int version, List<SagaStep> steps, SagaDefinition definition) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

    RegisteredSaga {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "name", "must be 1 to 100 characters of A-Z a-z 0-9 _ . - and not start with . or -, is " + name);
        }
        if (version < 1) {
            throw new InvalidInputException("version", "must be 1 or more, is " + version);
        }
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new InvalidInputException("steps", "saga " + name + " must have at least one");
        }
        var names = new HashSet<String>();
        for (SagaStep step : steps) {
            if (!names.add(step.name())) {
                throw new InvalidInputException("steps", "saga " + name + " has two named " + step.name());
            }
        }
    }

    static RegisteredSaga of(SagaDefinition definition) {
        return new RegisteredSaga(definition.name(), definition.version(), definition.steps(), definition);
    }

    Kind kind() {
        return new Kind(name, version);
    }

    /** @throws IllegalStateException when it has no such step: the definition changed and its version did not */
    SagaStep step(String stepName) {
        return steps.stream()
                .filter(step -> step.name().equals(stepName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Saga " + name + " version " + version + " has no step "
                        + stepName + " any more: register the steps it began with under that version"));
    }
}
