package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.junit.jupiter.api.Test;

/** How PostgreSQL finds the streams that begin with a prefix among many. */
class StreamsByPrefixPlanTest {

    private static final int STREAMS = 20_000;

    @Test
    void aPrefixIsOneRangeOfAnIndex() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.migrated();
                Connection connection = database.dataSource().getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO streams (name, head) SELECT 'orders-' || n, n FROM generate_series(1, "
                        + STREAMS + ") AS n");
                statement.execute("ANALYZE streams");
            }
            String plan = plan(connection, "orders-77", "orders-1000");

            assertThat(plan).contains("idx_streams_name_bytes", "Index Cond:").doesNotContain("Seq Scan", "Sort");
        }
    }

    private static String plan(Connection connection, String... prefixes) throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement("EXPLAIN (ANALYZE) " + PostgresEventStore.HEADS_BY_PREFIX)) {
            statement.setArray(1, connection.createArrayOf("text", prefixes));
            statement.setInt(2, 1_001);
            var plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}
