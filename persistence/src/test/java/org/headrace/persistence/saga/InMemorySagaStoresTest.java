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

    @Nested
    class Log extends SagaLogStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }

    @Nested
    class Signals extends SagaSignalStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }

    @Nested
    class Claims extends SagaClaimsContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }

    @Nested
    class Groups extends SagaGroupsContract {
        @Override
        SagaStoreEnvironment environment() {
            return ENVIRONMENT;
        }
    }
}
