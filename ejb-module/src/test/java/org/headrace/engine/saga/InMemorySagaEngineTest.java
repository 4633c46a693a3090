package org.headrace.engine.saga;

class InMemorySagaEngineTest extends SagaEngineContract {

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory();
    }
}
