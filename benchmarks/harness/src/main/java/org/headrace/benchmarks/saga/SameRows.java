package org.headrace.benchmarks.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.saga.Plan.Happening;
import org.headrace.benchmarks.saga.Plan.Move;
import org.headrace.benchmarks.workload.Callers.Call;

/**
 * Writes by hand the rows that Headrace writes, in as many commits: a connection a caller, no pool, no JTA, no other
 * threads, and no look at what anybody else does.
 */
final class SameRows {

    private static final String STATE =
            """
            INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps, completed_steps,
                data, started_at, last_updated, definition_version, definition_hash, fingerprint)
            VALUES (?, ?, 'by-hand', 0, 0, 3, '[]', ?::jsonb, ?, ?, 1, ?, ?)
            """;
    private static final String WORK =
            """
            INSERT INTO saga_work (saga_id, saga_name, definition_version, definition_hash, ready_at, node_id, fence)
            VALUES (?, 'by-hand', 1, ?, clock_timestamp(), ?, nextval('saga_fences'))
            RETURNING fence, clock_timestamp()
            """;
    private static final String HOLD =
            "SELECT clock_timestamp() FROM saga_work WHERE saga_id = ? AND fence = ? FOR UPDATE";
    private static final String UPDATE =
            """
            UPDATE saga_states
            SET state = ?, current_step = ?, completed_steps = ?::jsonb, data = ?::jsonb, last_updated = ?, completed_at = ?,
                revision = revision + 1
            WHERE saga_id = ?
            """;
    private static final String HAPPENING = "(?, 'by-hand', ?, ?, ?, ?, ?, ?, ?, ?, ?, '')";
    private static final String LOG =
            """
            WITH logged AS (
                INSERT INTO saga_step_log (saga_id, saga_name, correlation_id, status, at, state, step, direction, attempt,
                    node, fence, detail)
                VALUES %s
                RETURNING sequence)
            INSERT INTO saga_log_queue (sequence) SELECT sequence FROM logged
            """;
    private static final String[] LOGS = {LOG.formatted(HAPPENING), LOG.formatted(HAPPENING + ", " + HAPPENING)};
    private static final String REMOVE = "DELETE FROM saga_work WHERE saga_id = ?";
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static final UUID NODE = UUID.randomUUID();

    private SameRows() {}

    static double run(BenchmarkDatabase database, Story story, Duration length) throws Exception {
        List<Move> moves = Plan.of(story);
        return Jobs.rate(database, SagaScenario.CALLERS, (connection, caller) -> job(connection, moves), length);
    }

    private static Call job(Connection connection, List<Move> moves) throws SQLException {
        connection.setAutoCommit(false);
        return () -> once(connection, moves);
    }

    private record Held(String saga, long fence, Timestamp at) {}

    private static long once(Connection connection, List<Move> moves) throws SQLException {
        Held saga = start(connection, UUID.randomUUID().toString());
        connection.commit();
        for (Move move : moves) {
            saga = hold(connection, saga);
            if (move.effect() != null) {
                SagaRows.effect(connection, saga.saga(), move.effect());
            }
            update(connection, saga, move);
            log(connection, saga, move.happenings());
            if (move.isLast()) {
                remove(connection, saga);
            }
            connection.commit();
        }
        return 1;
    }

    private static Held start(Connection connection, String id) throws SQLException {
        Held held;
        try (PreparedStatement work = connection.prepareStatement(WORK)) {
            work.setString(1, id);
            work.setString(2, HASH);
            work.setObject(3, NODE);
            try (ResultSet rows = work.executeQuery()) {
                rows.next();
                held = new Held(id, rows.getLong(1), rows.getTimestamp(2));
            }
        }
        try (PreparedStatement state = connection.prepareStatement(STATE)) {
            state.setString(1, id);
            state.setString(2, id);
            state.setString(3, SagaRows.DATA);
            state.setTimestamp(4, held.at());
            state.setTimestamp(5, held.at());
            state.setString(6, HASH);
            state.setString(7, HASH);
            state.executeUpdate();
        }
        log(connection, held, List.of(Happening.STARTED));
        return held;
    }

    private static Held hold(Connection connection, Held saga) throws SQLException {
        try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
            hold.setString(1, saga.saga());
            hold.setLong(2, saga.fence());
            try (ResultSet rows = hold.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("Saga " + saga.saga() + " has gone");
                }
                return new Held(saga.saga(), saga.fence(), rows.getTimestamp(1));
            }
        }
    }

    private static void update(Connection connection, Held saga, Move move) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setInt(1, move.state());
            update.setInt(2, move.currentStep());
            update.setString(3, move.completedSteps());
            update.setString(4, SagaRows.DATA);
            update.setTimestamp(5, saga.at());
            update.setTimestamp(6, move.isLast() ? saga.at() : null);
            update.setString(7, saga.saga());
            update.executeUpdate();
        }
    }

    private static void log(Connection connection, Held saga, List<Happening> happenings) throws SQLException {
        try (PreparedStatement log = connection.prepareStatement(LOGS[happenings.size() - 1])) {
            int column = 0;
            for (Happening happening : happenings) {
                log.setString(++column, saga.saga());
                log.setString(++column, saga.saga());
                log.setString(++column, happening.status());
                log.setTimestamp(++column, saga.at());
                log.setInt(++column, happening.state());
                log.setString(++column, happening.step());
                log.setString(++column, happening.direction());
                if (happening.step() == null) {
                    log.setNull(++column, Types.INTEGER);
                } else {
                    log.setInt(++column, 0);
                }
                log.setString(++column, happening.step() == null ? null : "node");
                if (happening.step() == null) {
                    log.setNull(++column, Types.BIGINT);
                } else {
                    log.setLong(++column, saga.fence());
                }
            }
            log.executeUpdate();
        }
    }

    private static void remove(Connection connection, Held saga) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setString(1, saga.saga());
            remove.executeUpdate();
        }
    }
}
