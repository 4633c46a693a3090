package org.headrace.persistence.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.StaleCheckpointException;

/** Checkpoints in {@code projection_checkpoints}. */
public final class PostgresCheckpointStore implements CheckpointStore {

    private static final String LOAD =
            """
            SELECT last_processed_offset, events_processed, replay_until, last_updated, last_error, last_error_at
            FROM projection_checkpoints
            WHERE projection_name = ? AND stream_name = ?
            """;

    /** No row is written when the checkpoint is not where the caller left it, nor when it should be there and is not. */
    private static final String ADVANCE =
            """
            INSERT INTO projection_checkpoints AS c (projection_name, stream_name, last_processed_offset, events_processed)
            SELECT ?, ?, ?, ?
            WHERE ? = -1 OR EXISTS (
                SELECT 1 FROM projection_checkpoints WHERE projection_name = ? AND stream_name = ?)
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET last_processed_offset = excluded.last_processed_offset,
                events_processed = c.events_processed + excluded.events_processed,
                last_updated = clock_timestamp()
            WHERE c.last_processed_offset = ?
            """;

    private static final String RESET =
            """
            INSERT INTO projection_checkpoints AS c (projection_name, stream_name) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET replay_until = greatest(c.replay_until, c.last_processed_offset),
                last_processed_offset = -1,
                events_processed = 0,
                last_updated = clock_timestamp()
            """;

    private static final String RECORD_ERROR =
            """
            INSERT INTO projection_checkpoints (projection_name, stream_name, last_error, last_error_at)
            VALUES (?, ?, ?, clock_timestamp())
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET last_error = excluded.last_error, last_error_at = excluded.last_error_at
            """;

    private final Jdbc jdbc;

    public PostgresCheckpointStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Checkpoint> load(String projection, String stream) {
        return jdbc.first(
                LOAD,
                statement -> {
                    statement.setString(1, projection);
                    statement.setString(2, stream);
                },
                row -> read(projection, stream, row));
    }

    @Override
    public void advance(String projection, String stream, long from, long to, long processed) {
        int rows = jdbc.update(ADVANCE, statement -> {
            statement.setString(1, projection);
            statement.setString(2, stream);
            statement.setLong(3, to);
            statement.setLong(4, processed);
            statement.setLong(5, from);
            statement.setString(6, projection);
            statement.setString(7, stream);
            statement.setLong(8, from);
        });
        if (rows == 0) {
            throw new StaleCheckpointException(projection, stream, from);
        }
    }

    @Override
    public void reset(String projection, String stream) {
        jdbc.update(RESET, statement -> {
            statement.setString(1, projection);
            statement.setString(2, stream);
        });
    }

    @Override
    public void recordError(String projection, String stream, String error) {
        jdbc.update(RECORD_ERROR, statement -> {
            statement.setString(1, projection);
            statement.setString(2, stream);
            statement.setString(3, Jdbc.text(error));
        });
    }

    private static Checkpoint read(String projection, String stream, ResultSet row) throws SQLException {
        return new Checkpoint(
                projection,
                stream,
                row.getLong("last_processed_offset"),
                row.getLong("events_processed"),
                row.getLong("replay_until"),
                row.getTimestamp("last_updated").toInstant(),
                row.getString("last_error"),
                Jdbc.instant(row, "last_error_at"));
    }
}
