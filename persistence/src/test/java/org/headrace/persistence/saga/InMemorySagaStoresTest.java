package org.headrace.persistence.saga;

import org.junit.jupiter.api.Nested;

class InMemorySagaStoresTest {

    private static final SagaStoreEnvironment ENVIRONMENT = SagaStoreEnvironment.inMemory();

    @Nested
    class States extends SagaStateStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }

    @Nested
    class Queries extends SagaQueryContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }

    @Nested
    class Work extends SagaWorkStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }
}
