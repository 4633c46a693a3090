package org.headrace.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What other tests build on: were the pool not to enlist, they would prove nothing. */
class JtaEnvironmentTest {

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
        database.execute("CREATE TABLE notes (note TEXT NOT NULL)");
    }

    @AfterAll
    static void stop() {
        jta.close();
        database.close();
    }

    @Test
    void connectionsOfOneTransactionAreOneBackend() throws Exception {
        Set<Long> backends = jta.inTransaction(() -> {
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                seen.add(query("SELECT pg_backend_pid()"));
            }
            return seen;
        });

        assertThat(backends).hasSize(1);
        assertThat(jta.connectionsInUse()).isZero();
    }

    @Test
    void whatARolledBackTransactionWroteIsGone() throws Exception {
        jta.rolledBack(() -> update("INSERT INTO notes VALUES ('rolled back')"));
        jta.inTransaction(() -> update("INSERT INTO notes VALUES ('committed')"));

        assertThat(query("SELECT count(*) FROM notes WHERE note = 'rolled back'"))
                .isZero();
        assertThat(query("SELECT count(*) FROM notes WHERE note = 'committed'")).isOne();
        assertThat(jta.connectionsInUse()).isZero();
    }

    /** Several times: the moment at which it is being rolled back is short. */
    @RepeatedTest(4)
    void whatComesAfterTheTimeLimitIsNotWrittenOutsideOfTheTransaction() throws Exception {
        jta.userTransaction().setTransactionTimeout(1);
        jta.userTransaction().begin();
        try {
            update("INSERT INTO notes VALUES ('in time')");
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofNanos(1))
                    .until(this::isOver);
        } finally {
            jta.userTransaction().rollback();
            jta.userTransaction().setTransactionTimeout(0);
        }

        assertThat(query("SELECT count(*) FROM notes WHERE note IN ('in time', 'late')"))
                .isZero();
    }

    private boolean isOver() {
        int status = jta.registry().getTransactionStatus();
        if (status != Status.STATUS_ACTIVE) {
            assertThatThrownBy(() -> update("INSERT INTO notes VALUES ('late')"))
                    .isInstanceOf(SQLException.class);
        }
        return status == Status.STATUS_ROLLEDBACK;
    }

    @Test
    void aMigratedDatabaseHasTheTables() throws Exception {
        assertThat(query("SELECT count(*) FROM streams")).isZero();
    }

    private static int update(String sql) throws SQLException {
        try (Connection connection = jta.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long query(String sql) throws SQLException {
        try (Connection connection = jta.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
