package org.headrace.engine.saga;

import java.util.Optional;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** Another saga's steps, for data with an order id only. */
record Picky(SagaDefinition like) implements SagaDefinition {

    @Override
    public String name() {
        return "picky";
    }

    @Override
    public SagaSteps steps() {
        return like.steps();
    }

    @Override
    public void check(SagaData data) {
        data.get("orderId", String.class);
    }

    @Override
    public Optional<String> correlationId(SagaData data) {
        return data.find("orderId", String.class);
    }
}
