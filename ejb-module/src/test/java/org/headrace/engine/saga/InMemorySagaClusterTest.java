package org.headrace.engine.saga;

class InMemorySagaClusterTest extends SagaClusterContract {

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory();
    }
}
