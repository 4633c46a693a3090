package org.headrace.engine.saga;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSharedStepsTest extends SharedStepsContract {

    private static SagaDatabase database;

    @BeforeAll
    static void openDatabase() {
        database = SagaDatabase.open();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Override
    SagaEnvironment newEnvironment() {
        return database.newEnvironment();
    }
}
