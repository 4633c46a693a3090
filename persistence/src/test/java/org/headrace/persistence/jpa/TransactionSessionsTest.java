package org.headrace.persistence.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionSessionsTest {

    private static final String WRITE =
            "INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps)"
                    + " VALUES ('s', 'c', 'n', 0, 0, 3)";

    private final AtomicInteger opened = new AtomicInteger();
    private final List<StatelessSession> used = new ArrayList<>();
    private EmbeddedDatabase database;
    private JtaEnvironment jta;
    private HeadraceUnit unit;
    private TransactionSessions sessions;

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
        sessions = new TransactionSessions(unit::factory, jta.registry());
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
        sessions.read(this::count);
        sessions.read(this::count);
        assertThat(opened).hasValue(1);

        unit.close();

        assertThatThrownBy(() -> sessions.read(this::count)).isInstanceOf(IllegalStateException.class);
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
            assertThat(sessions.read(this::count)).isZero();
            assertThat(thread.getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aTransactionHasOneSessionUntilItsEnd() throws Exception {
        List<StatelessSession> seen = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            jta.inTransaction(() -> {
                seen.add(sessions.read(e -> e));
                seen.add(sessions.write(e -> e));
                return null;
            });
        }

        assertThat(seen.get(0)).isSameAs(seen.get(1)).isNotSameAs(seen.get(2));
        assertThat(seen).noneMatch(StatelessSession::isOpen);
    }

    @Test
    void everySessionIsClosedHoweverItsWorkEnds() throws Exception {
        sessions.read(this::count);
        sessions.write(this::count);
        jta.inTransaction(() -> sessions.read(this::count));
        jta.rolledBack(() -> sessions.write(this::count));
        assertThatThrownBy(() -> sessions.read(this::fail)).hasMessage("failed");
        assertThatThrownBy(() -> sessions.write(this::fail)).hasMessage("failed");

        assertThat(used).hasSize(6).doesNotHaveDuplicates().noneMatch(StatelessSession::isOpen);
        assertThat(jta.connectionsInUse()).isZero();
    }

    @Test
    void withoutATransactionAWriteIsCommittedOnReturn() {
        sessions.write(this::insert);
        assertThat(sessions.read(this::count)).isOne();
    }

    @Test
    void withoutATransactionAWriteThatFailsLeavesNothing() throws Exception {
        assertThatThrownBy(() -> sessions.write(e -> {
                    insert(e);
                    return fail(e);
                }))
                .hasMessage("failed");

        assertThat(sessions.read(this::count)).isZero();
        assertThat(jta.userTransaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    }

    @Test
    void aTransactionThatTookTooLongWritesNothingMore() throws Exception {
        jta.userTransaction().setTransactionTimeout(1);
        jta.userTransaction().begin();
        try {
            sessions.write(this::insert);
            Awaitility.await().until(() -> !sessions.isInTransaction());
            Awaitility.await().until(() -> jta.connectionsInUse() == 0);

            assertThatThrownBy(() -> sessions.write(this::insert)).isInstanceOf(IllegalStateException.class);
        } finally {
            jta.userTransaction().setTransactionTimeout(0);
            jta.userTransaction().rollback();
        }

        assertThat(sessions.read(this::count)).isZero();
        assertThat(jta.connectionsInUse()).isZero();
    }

    private int insert(StatelessSession session) {
        return session.createNativeMutationQuery(WRITE).executeUpdate();
    }

    private long count(StatelessSession session) {
        used.add(session);
        return session.createNativeQuery("SELECT count(*) FROM saga_states", Long.class)
                .getSingleResult();
    }

    private long fail(StatelessSession session) {
        used.add(session);
        assertThat(session.isOpen()).isTrue();
        throw new IllegalArgumentException("failed");
    }
}
