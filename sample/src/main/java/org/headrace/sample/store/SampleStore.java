package org.headrace.sample.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.headrace.memory.HeapTransactions;
import org.headrace.sample.gateway.ChargeRepository;
import org.headrace.sample.gateway.HeapCharges;
import org.headrace.sample.gateway.JpaCharges;
import org.headrace.sample.loans.HeapLoans;
import org.headrace.sample.loans.JpaLoans;
import org.headrace.sample.loans.LoanRepository;
import org.headrace.sample.orders.HeapOrders;
import org.headrace.sample.orders.JpaOrders;
import org.headrace.sample.orders.OrderRepository;
import org.headrace.sample.users.HeapUserStatistics;
import org.headrace.sample.users.JpaUserStatistics;
import org.headrace.sample.users.UserStatisticsRepository;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.SchemaContribution;
import org.headrace.spi.StoreKind;
import org.jspecify.annotations.Nullable;

/** Chooses where read models are kept, and tells Headrace of the tables and of the persistence unit. */
@ApplicationScoped
public class SampleStore implements SchemaContribution, BeforeCheckpoint {

    @Inject
    SampleEntities entities;

    @Inject
    StoreKind kind;

    @Inject
    HeapTransactions heap;

    private volatile @Nullable EntityManager opened;

    @Override
    public String changelog() {
        return "org/headrace/sample/changelog.sql";
    }

    @Override
    public void flush() {
        if (kind == StoreKind.POSTGRESQL) {
            opened().flush();
        }
    }

    /** Called with every checkpoint and every step of a saga: an EJB is not asked each time. */
    private EntityManager opened() {
        EntityManager before = opened;
        if (before != null) {
            return before;
        }
        EntityManager now = entities.open();
        opened = now;
        return now;
    }

    @Produces
    @ApplicationScoped
    UserStatisticsRepository userStatistics() {
        return kind == StoreKind.POSTGRESQL ? new JpaUserStatistics(opened()) : new HeapUserStatistics(heap);
    }

    @Produces
    @ApplicationScoped
    LoanRepository loans() {
        return kind == StoreKind.POSTGRESQL ? new JpaLoans(opened()) : new HeapLoans(heap);
    }

    @Produces
    @ApplicationScoped
    OrderRepository orders() {
        return kind == StoreKind.POSTGRESQL ? new JpaOrders(opened()) : new HeapOrders(heap);
    }

    @Produces
    @ApplicationScoped
    ChargeRepository charges() {
        return kind == StoreKind.POSTGRESQL ? new JpaCharges(opened()) : new HeapCharges(heap);
    }
}
