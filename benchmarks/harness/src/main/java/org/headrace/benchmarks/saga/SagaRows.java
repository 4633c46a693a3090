package org.headrace.benchmarks.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What all of them write. */
final class SagaRows {

    /** As the workload in the server starts its sagas. */
    static final String DATA =
            "{\"amount\": 100, \"customer\": \"c-1\", \"note\": \"" + "x".repeat(140) + "\", \"fails\": false}";

    private SagaRows() {}

    static void effect(Connection connection, String saga, String effect) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO benchmark_effects (saga_id, effect) VALUES (?, ?)")) {
            insert.setString(1, saga);
            insert.setString(2, effect);
            insert.executeUpdate();
        }
    }
}
