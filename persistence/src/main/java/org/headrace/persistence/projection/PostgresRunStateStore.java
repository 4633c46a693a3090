package org.headrace.persistence.projection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.headrace.projection.spi.RunStateStore;
import org.jspecify.annotations.Nullable;

/** Run states in {@code projection_run_states}. */
public final class PostgresRunStateStore implements RunStateStore {

    private static final String LOAD =
            """
            SELECT paused_by, pause_reason, paused_at,
                   failed_stream, failed_offset, attempts, next_attempt_at, error, stack_trace
            FROM projection_run_states
            WHERE projection_name = ?
            """;

    private static final String SAVE =
            """
            INSERT INTO projection_run_states (projection_name, paused_by, pause_reason, paused_at,
                   failed_stream, failed_offset, attempts, next_attempt_at, error, stack_trace)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_run_states DO UPDATE
            SET paused_by = excluded.paused_by, pause_reason = excluded.pause_reason, paused_at = excluded.paused_at,
                failed_stream = excluded.failed_stream, failed_offset = excluded.failed_offset,
                attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
                error = excluded.error, stack_trace = excluded.stack_trace
            """;

    private final Jdbc jdbc;

    public PostgresRunStateStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<RunState> load(String projection) {
        return jdbc.first(
                LOAD, statement -> statement.setString(1, projection), row -> new RunState(pause(row), failure(row)));
    }

    @Override
    public void save(String projection, RunState state) {
        jdbc.update(SAVE, statement -> {
            statement.setString(1, projection);
            setPause(statement, state.pause());
            setFailure(statement, state.failure());
        });
    }

    @Override
    public void remove(String projection) {
        jdbc.update(
                "DELETE FROM projection_run_states WHERE projection_name = ?",
                statement -> statement.setString(1, projection));
    }

    private static @Nullable Pause pause(ResultSet row) throws SQLException {
        String by = row.getString("paused_by");
        Instant since = Jdbc.instant(row, "paused_at");
        return by == null || since == null ? null : new Pause(by, row.getString("pause_reason"), since);
    }

    private static @Nullable FailedEvent failure(ResultSet row) throws SQLException {
        String stream = row.getString("failed_stream");
        return stream == null
                ? null
                : new FailedEvent(
                        stream,
                        row.getLong("failed_offset"),
                        row.getInt("attempts"),
                        Jdbc.instant(row, "next_attempt_at"),
                        row.getString("error"),
                        row.getString("stack_trace"));
    }

    private static void setPause(PreparedStatement statement, @Nullable Pause pause) throws SQLException {
        statement.setString(2, pause == null ? null : Jdbc.text(pause.by()));
        statement.setString(3, pause == null ? null : Jdbc.text(pause.reason()));
        statement.setTimestamp(4, pause == null ? null : Jdbc.timestamp(pause.since()));
    }

    private static void setFailure(PreparedStatement statement, @Nullable FailedEvent failure) throws SQLException {
        if (failure == null) {
            statement.setNull(5, Types.VARCHAR);
            statement.setNull(6, Types.BIGINT);
            statement.setNull(7, Types.INTEGER);
            statement.setNull(8, Types.TIMESTAMP);
            statement.setNull(9, Types.VARCHAR);
            statement.setNull(10, Types.VARCHAR);
            return;
        }
        statement.setString(5, failure.stream());
        statement.setLong(6, failure.offset());
        statement.setInt(7, failure.attempts());
        statement.setTimestamp(8, Jdbc.timestamp(failure.nextAttemptAt()));
        statement.setString(9, Jdbc.text(failure.error()));
        statement.setString(10, Jdbc.text(failure.stackTrace()));
    }
}
