package org.headrace.persistence.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionEntityManagersTest {

    private static final String WRITE =
            "INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps)"
                    + " VALUES ('s', 'c', 'n', 0, 0, 3)";

    private final AtomicInteger opened = new AtomicInteger();
    private EmbeddedDatabase database;
    private JtaEnvironment jta;
    private HeadraceUnit unit;
    private TransactionEntityManagers entityManagers;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database, 1);
        unit = new HeadraceUnit(
                () -> {
                    opened.incrementAndGet();
                    return jta.dataSource();
                },
                new NarayanaPlatform());
        entityManagers = new TransactionEntityManagers(unit::factory, jta.registry());
    }

    @AfterEach
    void close() {
        unit.close();
        jta.close();
        database.close();
    }

    @Test
    void theUnitIsOpenedByItsFirstUseOnlyAndNeverAfterItsEnd() {
        assertThat(opened).hasValue(0);
        entityManagers.read(this::count);
        entityManagers.read(this::count);
        assertThat(opened).hasValue(1);

        unit.close();

        assertThatThrownBy(() -> entityManagers.read(this::count)).isInstanceOf(IllegalStateException.class);
        assertThat(opened).hasValue(1);
    }

    @Test
    void aUnitThatWasNeverUsedIsNotOpenedToBeClosed() {
        unit.close();
        assertThat(opened).hasValue(0);
    }

    @Test
    void theUnitIsFoundWhateverTheCallersClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(entityManagers.read(this::count)).isZero();
            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aTransactionHasOneEntityManagerUntilItsEnd() throws Exception {
        List<EntityManager> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            jta.inTransaction(() -> {
                seen.add(entityManagers.read(e -> e));
                seen.add(entityManagers.write(e -> e));
                return null;
            });
        }

        assertThat(seen.get(0)).isSameAs(seen.get(1)).isNotSameAs(seen.get(2));
        assertThat(seen).noneMatch(EntityManager::isOpen);
    }

    @Test
    void everyEntityManagerIsClosedHoweverItsWorkEnds() throws Exception {
        Statistics statistics = unit.factory().unwrap(SessionFactory.class).getStatistics();
        statistics.setStatisticsEnabled(true);

        entityManagers.read(this::count);
        entityManagers.write(this::count);
        jta.inTransaction(() -> entityManagers.read(this::count));
        jta.rolledBack(() -> entityManagers.write(this::count));
        assertThatThrownBy(() -> entityManagers.read(this::fail)).hasMessage("failed");
        assertThatThrownBy(() -> entityManagers.write(this::fail)).hasMessage("failed");

        assertThat(statistics.getSessionOpenCount()).isEqualTo(6);
        assertThat(statistics.getSessionCloseCount()).isEqualTo(6);
        assertThat(jta.connectionsInUse()).isZero();
    }

    @Test
    void withoutATransactionAWriteIsCommittedOnReturn() {
        entityManagers.write(this::insert);
        assertThat(entityManagers.read(this::count)).isOne();
    }

    @Test
    void withoutATransactionAWriteThatFailsLeavesNothing() throws Exception {
        assertThatThrownBy(() -> entityManagers.write(e -> {
                    insert(e);
                    return fail(e);
                }))
                .hasMessage("failed");

        assertThat(entityManagers.read(this::count)).isZero();
        assertThat(jta.userTransaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aTransactionThatTookTooLongWritesNothingMore() throws Exception {
        jta.userTransaction().setTransactionTimeout(1);
        jta.userTransaction().begin();
        try {
            entityManagers.write(this::insert);
            Awaitility.await().until(() -> !entityManagers.isInTransaction());
            Awaitility.await().until(() -> jta.connectionsInUse() == 0);

            assertThatThrownBy(() -> entityManagers.write(this::insert)).isInstanceOf(IllegalStateException.class);
        } finally {
            jta.userTransaction().setTransactionTimeout(0);
            jta.userTransaction().rollback();
        }

        assertThat(entityManagers.read(this::count)).isZero();
        assertThat(jta.connectionsInUse()).isZero();
    }

    private int insert(EntityManager entityManager) {
        return entityManager.createNativeQuery(WRITE).executeUpdate();
    }

    private long count(EntityManager entityManager) {
        return (Long) entityManager
                .createNativeQuery("SELECT count(*) FROM saga_states", Long.class)
                .getSingleResult();
    }

    private long fail(EntityManager entityManager) {
        assertThat(entityManager.isOpen()).isTrue();
        throw new IllegalArgumentException("failed");
    }
}
