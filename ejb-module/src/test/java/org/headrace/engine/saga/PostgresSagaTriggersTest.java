package org.headrace.engine.saga;

import org.headrace.engine.projection.TestNode;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSagaTriggersTest extends SagaTriggersContract {

    @RegisterExtension
    static final SagaDatabase database = SagaDatabase.open();

    @Override
    SagaEnvironment newEnvironment() {
        return database.newEnvironment();
    }

    @Override
    TestNode newProjections() {
        return TestNode.postgres(database.jta());
    }
}
