package org.headrace.engine.saga;

class InMemorySagaSignalsTest extends SagaSignalsContract {

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory();
    }
}
