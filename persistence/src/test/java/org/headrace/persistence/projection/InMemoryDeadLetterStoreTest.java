package org.headrace.persistence.projection;

import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.DeadLetterStore;

class InMemoryDeadLetterStoreTest extends DeadLetterStoreContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final DeadLetterStore store = new InMemoryDeadLetterStore(new HeapTransactions(jta.registry()));

    @Override
    DeadLetterStore store() {
        return store;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
