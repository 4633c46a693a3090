package org.headrace.sample.orders;

import org.headrace.testkit.SagaTestkit;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeapOrderSagaTest extends OrderSagaContract {

    @RegisterExtension
    static final SagaTestkit sagas = SagaTestkit.inMemory();

    @Override
    SagaTestkit sagas() {
        return sagas;
    }

    @Override
    OrderRepository freshOrders() {
        return new HeapOrders(sagas.heap());
    }
}
