package org.headrace.benchmarks.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.projection.BatchContext;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;
import org.headrace.stream.RecordedEvent;

/** Counts and adds up by user, folding a batch: one statement for all users in it. */
@StreamProjection(name = FoldedUsers.NAME, streams = Touched.STREAM, batchSize = 5_000)
public class FoldedUsers implements BatchProjection, ResettableProjection {

    static final String NAME = "benchmark-folded";

    private static final String ADD =
            """
            INSERT INTO benchmark_users (user_id, events, amount)
            SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[])
            ON CONFLICT (user_id) DO UPDATE
            SET events = benchmark_users.events + excluded.events, amount = benchmark_users.amount + excluded.amount
            """;

    private record Sum(long events, long amount) {

        Sum plus(Touched event) {
            return new Sum(events + 1, amount + event.amount());
        }
    }

    @Override
    public void project(List<RecordedEvent> events, BatchContext context) throws SQLException {
        Map<String, Sum> sums = new HashMap<>();
        for (RecordedEvent event : events) {
            Touched touched = event.payload(Touched.class);
            sums.put(
                    touched.userId(),
                    sums.getOrDefault(touched.userId(), new Sum(0, 0)).plus(touched));
        }
        try (Connection connection = Tables.connect();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setArray(1, connection.createArrayOf("text", sums.keySet().toArray()));
            add.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", sums.values().stream().map(Sum::events).toArray()));
            add.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", sums.values().stream().map(Sum::amount).toArray()));
            add.executeUpdate();
        }
    }

    @Override
    public void reset() {
        try (Connection connection = Tables.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM benchmark_users");
        } catch (SQLException e) {
            throw new IllegalStateException("The read model could not be emptied", e);
        }
    }
}
