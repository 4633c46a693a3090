package org.headrace.persistence.saga;

import org.headrace.saga.spi.SagaCountStore;

class InMemorySagaCountTest extends SagaCountContract {
    @Override
    SagaStoreEnvironment newEnvironment() {
        return SagaStoreEnvironment.inMemory();
    }

    @Override
    SagaCountStore counts(SagaStoreEnvironment of) {
        return new InMemorySagaCountStore(of.states());
    }
}
