package org.headrace.persistence.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
