package org.headrace.engine.saga;

class InMemorySagaCallsTest extends SagaCallsContract {

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory();
    }
}
