package org.headrace.benchmarks.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.saga.Plan.Move;
import org.headrace.benchmarks.workload.Callers.Call;

/** As little as can be: a row a saga and a row an effect, and a commit for the start and for each step. */
final class BareCommits {

    private BareCommits() {}

    static double run(BenchmarkDatabase database, Story story, Duration length) throws Exception {
        List<Move> moves = Plan.of(story);
        return Jobs.rate(database, SagaScenario.CALLERS, (connection, caller) -> job(connection, moves), length);
    }

    private static Call job(Connection connection, List<Move> moves) throws SQLException {
        connection.setAutoCommit(false);
        return () -> once(connection, moves);
    }

    private static long once(Connection connection, List<Move> moves) throws SQLException {
        UUID id = UUID.randomUUID();
        try (PreparedStatement start =
                connection.prepareStatement("INSERT INTO benchmark_bare VALUES (?, 0, 0, ?::jsonb, now())")) {
            start.setObject(1, id);
            start.setString(2, SagaRows.DATA);
            start.executeUpdate();
        }
        connection.commit();
        for (Move move : moves) {
            if (move.effect() != null) {
                SagaRows.effect(connection, id.toString(), move.effect());
            }
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE benchmark_bare SET state = ?, step = ?, data = ?::jsonb, updated = now() WHERE id = ?")) {
                update.setInt(1, move.state());
                update.setInt(2, move.currentStep());
                update.setString(3, SagaRows.DATA);
                update.setObject(4, id);
                update.executeUpdate();
            }
            connection.commit();
        }
        return 1;
    }
}
