package org.headrace.engine.saga;

import org.headrace.engine.projection.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSagaTriggersTest extends SagaTriggersContract {

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

    @Override
    TestNode newProjections() {
        return TestNode.postgres(database.jta());
    }
}
