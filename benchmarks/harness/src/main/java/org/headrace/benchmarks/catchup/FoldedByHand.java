package org.headrace.benchmarks.catchup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.workload.Touched;

/** A page of 5,000, one upsert for all its users, the checkpoint, a commit. */
final class FoldedByHand {

    private static final int BATCH = 5_000;

    private static final String ADD =
            """
            INSERT INTO benchmark_hand_users (user_id, events, amount)
            SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[])
            ON CONFLICT (user_id) DO UPDATE
            SET events = benchmark_hand_users.events + excluded.events, amount = benchmark_hand_users.amount + excluded.amount
            """;

    /** Of one user. */
    record Sum(long events, long amount) {

        static Sum of(Touched event) {
            return new Sum(1, event.amount());
        }

        Sum plus(Sum other) {
            return new Sum(events + other.events, amount + other.amount);
        }
    }

    private FoldedByHand() {}

    static double run(BenchmarkDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                var touches = new Touches(connection)) {
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            long next = 0;
            for (List<Touched> page = touches.read(next, BATCH); !page.isEmpty(); page = touches.read(next, BATCH)) {
                Map<String, Sum> sums = new HashMap<>();
                page.forEach(event -> sums.merge(event.userId(), Sum.of(event), Sum::plus));
                add(connection, sums);
                next += page.size();
                Checkpoint.write(connection, next);
                connection.commit();
            }
            return CatchUpScenario.rate(next, System.nanoTime() - begin);
        }
    }

    /** One statement for all of them. */
    static void add(Connection connection, Map<String, Sum> sums) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
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
}
