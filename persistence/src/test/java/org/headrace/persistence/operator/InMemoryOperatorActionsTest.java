package org.headrace.persistence.operator;

import org.headrace.memory.HeapTransactions;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.testing.JtaEnvironment;

class InMemoryOperatorActionsTest extends OperatorActionsContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final OperatorActionStore store = new InMemoryOperatorActionStore(new HeapTransactions(jta.registry()));

    @Override
    OperatorActionStore store() {
        return store;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
