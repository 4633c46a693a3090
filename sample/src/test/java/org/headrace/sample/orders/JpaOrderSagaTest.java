package org.headrace.sample.orders;

import jakarta.persistence.EntityManager;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.testkit.SagaTestkit;
import org.headrace.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaOrderSagaTest extends OrderSagaContract {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.empty();

    @RegisterExtension
    static final SagaTestkit sagas =
            SagaTestkit.over(TestDatabase.at(DATABASE.jdbcUrl()).withChangelog("org/headrace/sample/changelog.sql"));

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    SagaTestkit sagas() {
        return sagas;
    }

    @Override
    OrderRepository freshOrders() {
        EntityManager entities = sagas.entityManager("headrace-sample");
        DATABASE.execute("TRUNCATE inventory_reservations, payments, shipments;"
                + "UPDATE inventory SET in_stock = CASE product_id"
                + " WHEN 'PROD-123' THEN 1000000 WHEN 'PROD-456' THEN 1000 ELSE 1 END");
        return new JpaOrders(entities);
    }
}
