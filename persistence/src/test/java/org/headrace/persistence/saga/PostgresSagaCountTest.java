package org.headrace.persistence.saga;

import org.headrace.persistence.Jdbc;
import org.headrace.saga.spi.SagaCountStore;

class PostgresSagaCountTest extends SagaCountContract {
    @Override
    SagaStoreEnvironment newEnvironment() {
        return SagaStoreEnvironment.postgres();
    }

    @Override
    SagaCountStore counts(SagaStoreEnvironment of) {
        return new PostgresSagaCountStore(new Jdbc(of.jta().dataSource()));
    }
}
