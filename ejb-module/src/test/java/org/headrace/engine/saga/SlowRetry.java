package org.headrace.engine.saga;

import java.time.Duration;
import java.util.List;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** Another saga's steps, with an hour between two tries. */
record SlowRetry(SagaDefinition like) implements SagaDefinition {

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public SagaSteps steps() {
        var patient = new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(1), 0);
        return new SagaSteps(like.steps().all().stream()
                .flatMap(step -> new SagaSteps(List.of(step)).retrying(patient).all().stream())
                .toList());
    }
}
