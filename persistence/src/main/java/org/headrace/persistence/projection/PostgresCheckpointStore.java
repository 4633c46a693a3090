package org.headrace.persistence.projection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.StaleCheckpointException;

/** Checkpoints in {@code projection_checkpoints}. */
public final class PostgresCheckpointStore implements CheckpointStore {

    private static final String LOAD =
            """
            SELECT last_processed_offset, events_processed, events_unknown, events_skipped, events_parked, replay_until,
                   last_updated, last_error, last_error_at
            FROM projection_checkpoints
            WHERE projection_name = ? AND stream_name = ?
            """;

    /** No row is written when the checkpoint is not where the caller left it, nor when it should be there and is not. */
    private static final String ADVANCE =
            """
            INSERT INTO projection_checkpoints AS c (projection_name, stream_name, last_processed_offset,
                   events_processed, events_unknown, events_skipped, events_parked)
            SELECT ?, ?, ?, ?, ?, ?, ?
            WHERE ? = -1 OR EXISTS (
                SELECT 1 FROM projection_checkpoints WHERE projection_name = ? AND stream_name = ?)
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET last_processed_offset = excluded.last_processed_offset,
                events_processed = c.events_processed + excluded.events_processed,
                events_unknown = c.events_unknown + excluded.events_unknown,
                events_skipped = c.events_skipped + excluded.events_skipped,
                events_parked = c.events_parked + excluded.events_parked,
                last_updated = clock_timestamp()
            WHERE c.last_processed_offset = ?
            """;

    private static final String ALIGN =
            """
            INSERT INTO projection_checkpoints AS c (projection_name, stream_name, last_processed_offset,
                   events_processed, events_unknown, events_skipped, events_parked)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET last_processed_offset = excluded.last_processed_offset,
                events_processed = c.events_processed + excluded.events_processed,
                events_unknown = c.events_unknown + excluded.events_unknown,
                events_skipped = c.events_skipped + excluded.events_skipped,
                events_parked = c.events_parked + excluded.events_parked,
                last_updated = clock_timestamp()
            """;

    private static final String RECOUNT =
            """
            UPDATE projection_checkpoints
            SET events_processed = events_processed + ?,
                events_unknown = events_unknown + ?,
                events_skipped = events_skipped + ?,
                events_parked = events_parked + ?
            WHERE projection_name = ? AND stream_name = ?
            """;

    private static final String RESET =
            """
            INSERT INTO projection_checkpoints AS c (projection_name, stream_name) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_checkpoints DO UPDATE
            SET replay_until = greatest(c.replay_until, c.last_processed_offset),
                last_processed_offset = -1,
                events_processed = 0,
                events_unknown = 0,
                events_skipped = 0,
                events_parked = 0,
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
    public void advance(String projection, String stream, Move move) {
        int rows = jdbc.update(ADVANCE, statement -> {
            statement.setString(1, projection);
            statement.setString(2, stream);
            statement.setLong(3, move.to());
            setCounts(statement, 4, move.counts());
            statement.setLong(8, move.from());
            statement.setString(9, projection);
            statement.setString(10, stream);
            statement.setLong(11, move.from());
        });
        if (rows == 0) {
            throw new StaleCheckpointException(projection, stream, move.from());
        }
    }

    @Override
    public void align(String projection, String stream, long offset, Counts counts) {
        jdbc.update(ALIGN, statement -> {
            statement.setString(1, projection);
            statement.setString(2, stream);
            statement.setLong(3, offset);
            setCounts(statement, 4, counts);
        });
    }

    @Override
    public void recount(String projection, String stream, Counts change) {
        jdbc.update(RECOUNT, statement -> {
            setCounts(statement, 1, change);
            statement.setString(5, projection);
            statement.setString(6, stream);
        });
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

    private static void setCounts(PreparedStatement statement, int first, Counts counts) throws SQLException {
        statement.setLong(first, counts.processed());
        statement.setLong(first + 1, counts.unknown());
        statement.setLong(first + 2, counts.skipped());
        statement.setLong(first + 3, counts.parked());
    }

    private static Checkpoint read(String projection, String stream, ResultSet row) throws SQLException {
        return new Checkpoint(
                projection,
                stream,
                row.getLong("last_processed_offset"),
                new Counts(
                        row.getLong("events_processed"),
                        row.getLong("events_unknown"),
                        row.getLong("events_skipped"),
                        row.getLong("events_parked")),
                row.getLong("replay_until"),
                row.getTimestamp("last_updated").toInstant(),
                row.getString("last_error"),
                Jdbc.instant(row, "last_error_at"));
    }
}
