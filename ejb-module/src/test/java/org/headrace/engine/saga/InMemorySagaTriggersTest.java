package org.headrace.engine.saga;

import org.headrace.engine.projection.TestNode;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;

class InMemorySagaTriggersTest extends SagaTriggersContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());

    @Override
    SagaEnvironment newEnvironment() {
        return SagaEnvironment.inMemory(jta, heap);
    }

    @Override
    TestNode newProjections() {
        return TestNode.inMemory(jta, heap);
    }
}
