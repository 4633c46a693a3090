package org.headrace.sample.orders;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.sample.store.SampleStore;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** On the tables that the sample's own changelog makes, by the sample's own persistence unit. */
class JpaOrdersTest extends OrderStepsContract {

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;
    private static EntityManagerFactory unit;

    private final OrderStore store = new OrderStore() {
        @Override
        public <T> T inTransaction(Work<T> work) throws Exception {
            // One entity manager a transaction, as a container has it.
            return jta.inTransaction(() -> work.with(new JpaOrders(unit.createEntityManager())));
        }
    };

    @BeforeAll
    static void open() {
        database = EmbeddedDatabase.empty();
        var changelog = new Changelog(new SampleStore().changelog(), SampleStore.class.getClassLoader());
        new LiquibaseSchema(database.dataSource(), List.of(changelog), false).prepare();
        jta = JtaEnvironment.over(database);
        unit = Persistence.createEntityManagerFactory(
                "headrace-sample",
                Map.of(
                        JdbcSettings.JAKARTA_JTA_DATASOURCE,
                        jta.dataSource(),
                        TransactionSettings.JTA_PLATFORM,
                        new NarayanaPlatform()));
    }

    @AfterAll
    static void close() {
        unit.close();
        jta.close();
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
        assertThat(jta.connectionsInUse()).isZero();
    }

    @Override
    OrderStore store() {
        return store;
    }
}
