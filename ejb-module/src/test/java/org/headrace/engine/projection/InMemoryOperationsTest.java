package org.headrace.engine.projection;

import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;

class InMemoryOperationsTest extends OperationsContract {
    @Override
    TestNode newNode() {
        JtaEnvironment jta = JtaEnvironment.withoutDatabase();
        return TestNode.inMemory(jta, new HeapTransactions(jta.registry()));
    }
}
