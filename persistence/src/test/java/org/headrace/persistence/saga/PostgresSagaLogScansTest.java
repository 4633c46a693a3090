package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is taken costs as much as it is, however long the history of sagas has become. */
class PostgresSagaLogScansTest {

    private static final int LOGGED = 20_000;
    private static final int QUEUED = 4_000;
    private static final int LIMIT = 200;

    /** More than the driver and the server need to keep a plan for any limit. */
    private static final int TAKES = 12;

    private final SagaStoreEnvironment environment = SagaStoreEnvironment.postgres();

    @AfterEach
    void close() {
        environment.close();
    }

    /** Nobody has analysed the tables yet. */
    @Test
    void theLogIsNotReadFromItsBeginning() throws Exception {
        environment.database().execute("ALTER TABLE saga_step_log SET (autovacuum_enabled = false)");
        environment.database().execute("ALTER TABLE saga_log_queue SET (autovacuum_enabled = false)");
        environment
                .database()
                .execute("INSERT INTO saga_step_log (saga_id, saga_name, correlation_id, status, at, state)"
                        + " SELECT 's-' || n, 'test', 'c-' || n, 'STARTED', now(), 0 FROM generate_series(1, " + LOGGED
                        + ") AS n");
        environment
                .database()
                .execute("INSERT INTO saga_log_queue SELECT sequence FROM saga_step_log ORDER BY sequence DESC LIMIT "
                        + QUEUED);

        long read = environment.jta().inTransaction(() -> {
            for (int i = 0; i < TAKES; i++) {
                assertThat(environment.log().take(LIMIT)).hasSize(LIMIT);
            }
            return rowsReadInSequence();
        });

        assertThat(read).isZero();
    }

    /** By this transaction. */
    private long rowsReadInSequence() throws Exception {
        try (Connection connection = environment.jta().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'saga_step_log'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
