package org.headrace.persistence.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresLeasesTest extends LeasesContract {

    private static final String WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    private static final String IDLE = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            + " AND datname = current_database()";
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;

    @BeforeAll
    static void open() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
    }

    @AfterAll
    static void close() {
        jta.close();
        database.close();
    }

    @Test
    void anOperatorWaitsForTheBatchThatHolds() throws Exception {
        long epoch = claim("held-by-a-batch");
        var held = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var others = new Concurrently()) {
            Future<Boolean> batch = others.start(() -> jta.inTransaction(() -> {
                boolean holds = leases().hold("held-by-a-batch", ada.id(), epoch, LONG);
                held.countDown();
                end.await();
                return holds;
            }));
            held.await();
            Future<Object> operator = others.start(() -> jta.inTransaction(() -> {
                leases().fence("held-by-a-batch");
                return null;
            }));
            Awaitility.await("the operator waits").until(() -> count(WAITING) == 1);
            assertThat(lease("held-by-a-batch").epoch()).isEqualTo(epoch);

            end.countDown();
            assertThat(Concurrently.await(batch)).isTrue();
            Concurrently.await(operator);
            assertThat(lease("held-by-a-batch").epoch()).isEqualTo(epoch + 1);
        }
    }

    @Test
    void partsOfAProjectionHoldItAtTheSameTime() throws Exception {
        long epoch = claim("parallel");
        var held = new CountDownLatch(2);
        assertThat(Concurrently.all(
                        2,
                        i -> () -> jta.inTransaction(() -> {
                            boolean holds = leases().hold("parallel", ada.id(), epoch, LONG);
                            held.countDown();
                            held.await();
                            return holds;
                        })))
                .containsExactly(true, true);
    }

    @Test
    void aClaimDoesNotWaitForATransactionThatADeadNodeLeftOpen() throws Exception {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, Duration.ofMillis(1));
            line.claim(ada, Set.of("stuck", "loose"));
            line.renew(bob, LONG);
            long epoch = lease("stuck").epoch();
            var held = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            try (var others = new Concurrently()) {
                Future<Boolean> batch = others.start(() -> jta.inTransaction(() -> {
                    boolean holds = leases().hold("stuck", ada.id(), epoch, LONG);
                    held.countDown();
                    end.await();
                    return holds;
                }));
                held.await();
                assertThat(line.claim(bob, Set.of("stuck", "loose"))).containsExactly("loose");
                end.countDown();
                assertThat(Concurrently.await(batch)).isTrue();
            }

            assertThat(line.claim(bob, Set.of("stuck", "loose"))).containsExactly("stuck");
        }
    }

    @Test
    void aBatchWhoseNodeIsStoppedIsEndedAndItsHoldIsFree() throws Exception {
        long epoch = claim("stopped");
        assertThatThrownBy(() -> jta.inTransaction(() -> {
                    assertThat(leases().hold("stopped", ada.id(), epoch, ANSWER_WITHIN))
                            .isTrue();
                    assertThat(count(IDLE)).isEqualTo(1);
                    Awaitility.await("PostgreSQL ends it").until(() -> count(IDLE) == 0);
                    return leases().hold("stopped", ada.id(), epoch, ANSWER_WITHIN);
                }))
                .satisfies(e ->
                        assertThat(InfrastructureFailures.isInfrastructure(e)).isTrue());
        jta.inTransaction(() -> {
            leases().fence("stopped");
            return null;
        });
        assertThat(jta.inTransaction(() -> new Jdbc(jta.dataSource())
                        .first("SHOW idle_in_transaction_session_timeout", s -> {}, row -> row.getString(1))))
                .as("of other transactions")
                .contains("0");
    }

    @Test
    void aLineThatIsCutSaysSoAndAnotherServes() {
        NodeLine line = nodes().open();
        line.renew(ada, LONG);
        assertThat(count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%INTO nodes%'"
                        + " AND pid <> pg_backend_pid()"))
                .isPositive();

        assertThatThrownBy(() -> line.renew(ada, LONG)).isInstanceOf(EventLogUnavailableException.class);
        line.close();
        try (NodeLine another = nodes().open()) {
            another.renew(ada, LONG);
        }
    }

    @Test
    void aLineDoesNotWaitForEverForADatabaseThatDoesNotAnswer() throws SQLException {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            try (Connection blocking = database.dataSource().getConnection();
                    Statement statement = blocking.createStatement()) {
                blocking.setAutoCommit(false);
                statement.execute("LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE");
                long begun = System.nanoTime();
                assertThatThrownBy(() -> line.renew(ada, LONG)).isInstanceOf(EventLogUnavailableException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
                blocking.rollback();
            }
        }
    }

    private static long count(String sql) {
        return new Jdbc(database.dataSource())
                .first(sql, statement -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    private long claim(String projection) {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            line.claim(ada, Set.of(projection));
            return lease(projection).epoch();
        }
    }

    @Override
    NodeStore nodes() {
        return new PostgresNodeStore(jta.dataSource(), ANSWER_WITHIN);
    }

    @Override
    LeaseStore leases() {
        return new PostgresLeaseStore(jta.dataSource());
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
