package org.headrace.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.sample.store.SampleDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class JpaOrdersTest extends OrderStepsContract {

    private static SampleDatabase database;

    private final OrderStore store = new OrderStore() {
        @Override
        public <T> T inTransaction(Work<T> work) throws Exception {
            return database.inTransaction(entities -> work.with(new JpaOrders(entities)));
        }
    };

    @BeforeAll
    static void open() {
        database = new SampleDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void fillTheStock() {
        database.execute("TRUNCATE inventory_reservations, payments, shipments;"
                + "UPDATE inventory SET in_stock = CASE product_id"
                + " WHEN 'PROD-123' THEN 1000000 WHEN 'PROD-456' THEN 1000 ELSE 1 END");
    }

    @AfterEach
    void everyConnectionIsBackInThePool() {
        assertThat(database.connectionsInUse()).isZero();
    }

    @Override
    OrderStore store() {
        return store;
    }
}
