package org.headrace.engine.saga;

import java.util.Optional;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.SagaTrigger;
import org.jspecify.annotations.Nullable;

/** A saga of the steps that a test gives it. */
record StorySaga(String name, int version, SagaSteps steps, @Nullable SagaDeadline limit, @Nullable SagaTrigger trigger)
        implements SagaDefinition {

    static StorySaga of(String name, SagaSteps steps) {
        return new StorySaga(name, 1, steps, null, null);
    }

    StorySaga within(SagaDeadline newLimit) {
        return new StorySaga(name, version, steps, newLimit, trigger);
    }

    StorySaga startedBy(SagaTrigger newTrigger) {
        return new StorySaga(name, version, steps, limit, newTrigger);
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return Optional.ofNullable(limit);
    }

    @Override
    public Optional<SagaTrigger> startedBy() {
        return Optional.ofNullable(trigger);
    }
}
