package org.headrace.sample.orders;

import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;

class HeapOrdersTest extends OrderStepsContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapOrders orders = new HeapOrders(new HeapTransactions(jta.registry()));

    private final OrderStore store = new OrderStore() {
        @Override
        public <T> T inTransaction(Work<T> work) throws Exception {
            return jta.inTransaction(() -> work.with(orders));
        }
    };

    @Override
    OrderStore store() {
        return store;
    }
}
