package org.headrace.engine.saga;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSagaCallsTest extends SagaCallsContract {

    @RegisterExtension
    static final SagaDatabase database = SagaDatabase.open();

    @Override
    SagaEnvironment newEnvironment() {
        return database.newEnvironment();
    }
}
