package org.headrace.engine.saga;

import java.time.Duration;
import java.util.List;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;

/** Another saga's steps, with an hour between two tries. */
record SlowRetry(SagaDefinition like) implements SagaDefinition {

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public List<SagaStep> steps() {
        var patient = new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(1), 0);
        return like.steps().stream().map(step -> step.withRetry(patient)).toList();
    }
}
