package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class PostgresSagaStoresTest {

    private static SagaStoreEnvironment environment;

    @BeforeAll
    static void start() {
        environment = SagaStoreEnvironment.postgres();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @AfterEach
    void everyConnectionIsBackInThePool() {
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @Nested
    class States extends SagaStateStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Queries extends SagaQueryContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Work extends SagaWorkStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }
}
