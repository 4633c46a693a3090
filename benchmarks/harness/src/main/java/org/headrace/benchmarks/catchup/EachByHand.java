package org.headrace.benchmarks.catchup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.workload.Touched;

/** Two upserts an event, a commit with the checkpoint after 500. It stops when its time is over. */
final class EachByHand {

    private static final int BATCH = 500;

    static final String COUNT =
            """
            INSERT INTO benchmark_hand_users (user_id, events) VALUES (?, 1)
            ON CONFLICT (user_id) DO UPDATE SET events = benchmark_hand_users.events + 1
            """;
    static final String ADD =
            """
            INSERT INTO benchmark_hand_users (user_id, amount) VALUES (?, ?)
            ON CONFLICT (user_id) DO UPDATE SET amount = benchmark_hand_users.amount + excluded.amount
            """;

    private EachByHand() {}

    static double run(BenchmarkDatabase database, Duration length) throws SQLException {
        try (Connection connection = database.connect();
                var touches = new Touches(connection);
                PreparedStatement count = connection.prepareStatement(COUNT);
                PreparedStatement add = connection.prepareStatement(ADD)) {
            connection.setAutoCommit(false);
            long begin = System.nanoTime();
            long next = 0;
            for (List<Touched> page = touches.read(next, BATCH);
                    !page.isEmpty() && !CatchUpScenario.isOver(begin, length);
                    page = touches.read(next, BATCH)) {
                for (Touched event : page) {
                    count.setString(1, event.userId());
                    count.executeUpdate();
                    add.setString(1, event.userId());
                    add.setLong(2, event.amount());
                    add.executeUpdate();
                }
                next += page.size();
                Checkpoint.write(connection, next);
                connection.commit();
            }
            return CatchUpScenario.rate(next, System.nanoTime() - begin);
        }
    }
}
