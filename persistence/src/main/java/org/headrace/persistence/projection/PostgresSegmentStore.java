package org.headrace.persistence.projection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.persistence.Jdbc;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.projection.spi.StaleCheckpointException;

/** Segments in {@code projection_segments}. */
public final class PostgresSegmentStore implements SegmentStore {

    private static final String LOAD =
            """
            SELECT segment, segments, last_processed_offset, events_processed, events_unknown, events_skipped, events_parked
            FROM projection_segments
            WHERE projection_name = ? AND stream_name = ?
            ORDER BY segment
            """;

    private static final String ADVANCE =
            """
            UPDATE projection_segments
            SET last_processed_offset = ?,
                events_processed = events_processed + ?,
                events_unknown = events_unknown + ?,
                events_skipped = events_skipped + ?,
                events_parked = events_parked + ?,
                last_updated = clock_timestamp()
            WHERE projection_name = ? AND stream_name = ? AND segment = ? AND last_processed_offset = ?
            """;

    private static final String DRAIN =
            """
            WITH counted AS (
                SELECT segment, events_processed, events_unknown, events_skipped, events_parked
                FROM projection_segments
                WHERE projection_name = ? AND stream_name = ?
                FOR UPDATE
            ), drained AS (
                UPDATE projection_segments
                SET events_processed = 0, events_unknown = 0, events_skipped = 0, events_parked = 0
                WHERE projection_name = ? AND stream_name = ? AND segment IN (SELECT segment FROM counted)
            )
            SELECT coalesce(sum(events_processed), 0) AS events_processed,
                   coalesce(sum(events_unknown), 0) AS events_unknown,
                   coalesce(sum(events_skipped), 0) AS events_skipped,
                   coalesce(sum(events_parked), 0) AS events_parked
            FROM counted
            """;

    private static final String CLEAR = "DELETE FROM projection_segments WHERE projection_name = ? AND stream_name = ?";

    private static final String INSERT =
            """
            INSERT INTO projection_segments (projection_name, stream_name, segment, segments, last_processed_offset,
                   events_processed, events_unknown, events_skipped, events_parked)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String WANTED = "SELECT segments FROM projection_parallelism WHERE projection_name = ?";

    private static final String WANT =
            """
            INSERT INTO projection_parallelism (projection_name, segments) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT pk_projection_parallelism DO UPDATE SET segments = excluded.segments
            """;

    private final Jdbc jdbc;

    public PostgresSegmentStore(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Segment> load(String projection, String stream) {
        List<Segment> segments = new ArrayList<>();
        jdbc.each(LOAD, statement -> setStream(statement, projection, stream), row -> segments.add(read(row)));
        return segments;
    }

    @Override
    public void advance(String projection, String stream, int number, Move move) {
        int rows = jdbc.update(ADVANCE, statement -> {
            statement.setLong(1, move.to());
            setCounts(statement, 2, move.counts());
            statement.setString(6, projection);
            statement.setString(7, stream);
            statement.setInt(8, number);
            statement.setLong(9, move.from());
        });
        if (rows == 0) {
            throw new StaleCheckpointException(projection, stream, move.from());
        }
    }

    @Override
    public Counts drain(String projection, String stream) {
        return jdbc.first(
                        DRAIN,
                        statement -> {
                            setStream(statement, projection, stream);
                            statement.setString(3, projection);
                            statement.setString(4, stream);
                        },
                        PostgresSegmentStore::counts)
                .orElse(Counts.NONE);
    }

    @Override
    public void replace(String projection, String stream, List<Segment> segments) {
        jdbc.update(CLEAR, statement -> setStream(statement, projection, stream));
        for (Segment segment : segments) {
            jdbc.update(INSERT, statement -> {
                setStream(statement, projection, stream);
                statement.setInt(3, segment.number());
                statement.setInt(4, segment.of());
                statement.setLong(5, segment.lastProcessedOffset());
                setCounts(statement, 6, segment.counts());
            });
        }
    }

    @Override
    public Optional<Integer> wanted(String projection) {
        return jdbc.first(WANTED, statement -> statement.setString(1, projection), row -> row.getInt(1));
    }

    @Override
    public void want(String projection, int segments) {
        jdbc.update(WANT, statement -> {
            statement.setString(1, projection);
            statement.setInt(2, segments);
        });
    }

    private static void setStream(PreparedStatement statement, String projection, String stream) throws SQLException {
        statement.setString(1, projection);
        statement.setString(2, stream);
    }

    private static void setCounts(PreparedStatement statement, int first, Counts counts) throws SQLException {
        statement.setLong(first, counts.processed());
        statement.setLong(first + 1, counts.unknown());
        statement.setLong(first + 2, counts.skipped());
        statement.setLong(first + 3, counts.parked());
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getLong("events_processed"),
                row.getLong("events_unknown"),
                row.getLong("events_skipped"),
                row.getLong("events_parked"));
    }

    private static Segment read(ResultSet row) throws SQLException {
        return new Segment(
                row.getInt("segment"), row.getInt("segments"), row.getLong("last_processed_offset"), counts(row));
    }
}
