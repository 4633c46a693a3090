package org.headrace.testkit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import javax.sql.DataSource;
import org.headrace.spi.BeforeCheckpoint;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;

/** The entity managers of a persistence unit, one a transaction, as a container has them. */
final class TestEntityManagers implements BeforeCheckpoint, AutoCloseable {

    private final EntityManagerFactory factory;

    TestEntityManagers(String unit, DataSource dataSource) {
        factory = Persistence.createEntityManagerFactory(
                unit,
                Map.of(
                        JdbcSettings.JAKARTA_JTA_DATASOURCE,
                        dataSource,
                        TransactionSettings.JTA_PLATFORM,
                        new NarayanaPlatform()));
    }

    /** That of the calling thread's transaction, at each call. */
    EntityManager shared() {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(current(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public void flush() {
        if (LocalJta.registry().getResource(this) instanceof EntityManager joined) {
            joined.flush();
        }
    }

    @Override
    public void close() {
        factory.close();
    }

    private EntityManager current() {
        if (LocalJta.registry().getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException(
                    "The entity manager is used outside of a transaction: call inTransaction of the testkit");
        }
        if (LocalJta.registry().getResource(this) instanceof EntityManager joined) {
            return joined;
        }
        EntityManager created = factory.createEntityManager();
        LocalJta.registry().putResource(this, created);
        LocalJta.registry().registerInterposedSynchronization(new Closing(created));
        return created;
    }

    private record Closing(EntityManager entities) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Hibernate writes out what is pending in a synchronization of its own.
        }

        @Override
        public void afterCompletion(int status) {
            entities.close();
        }
    }
}
