package org.headrace.engine.saga;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSagaSignalsTest extends SagaSignalsContract {

    @RegisterExtension
    static final SagaDatabase database = SagaDatabase.open();

    @Override
    SagaEnvironment newEnvironment() {
        return database.newEnvironment();
    }
}
