package org.headrace.engine.saga;

class InMemorySharedStepsTest extends SharedStepsContract {

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory();
    }
}
