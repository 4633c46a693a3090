package org.headrace.persistence.stream;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.headrace.operator.OperatorAction;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.operator.RecordAction;

/**
 * Moves a batch of a stream's oldest events into the archive: one statement, one transaction. It holds the stream's lock
 * meanwhile, so batches are small; a reader sees each event in one of the two tables.
 */
final class ArchiveEvents {

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int MOVE_PARAMETERS = 5;

    private static final String MOVE =
            """
            WITH line AS (
                SELECT stream_id, first_offset FROM streams WHERE name = ? AND first_offset < ? FOR UPDATE
            ), sized AS (
                SELECT stream_offset, sum(size) OVER (ORDER BY stream_offset) - size AS before
                FROM line, LATERAL (
                    SELECT e.stream_offset, e.size FROM events e
                    WHERE e.stream_id = line.stream_id
                        AND e.stream_offset >= line.first_offset AND e.stream_offset < ?
                    ORDER BY e.stream_offset LIMIT ?) AS oldest
            ), batch AS (
                SELECT max(stream_offset) + 1 AS next FROM sized WHERE before < ?
            ), gone AS (
                DELETE FROM events e USING line, batch
                WHERE e.stream_id = line.stream_id
                    AND e.stream_offset >= line.first_offset AND e.stream_offset < batch.next
                RETURNING e.*
            ), kept AS (
                INSERT INTO events_archive (stream_id, size, stream_offset, event_id, recorded_at, event_type, key,
                                            occurred_at, data, metadata)
                SELECT stream_id, size, stream_offset, event_id, recorded_at, event_type, key, occurred_at, data, metadata
                FROM gone
            ), drawn AS (
                UPDATE streams SET first_offset = batch.next FROM line, batch
                WHERE streams.stream_id = line.stream_id AND batch.next IS NOT NULL
            )
            """;

    private static final String COUNT = " SELECT count(*) FROM gone";

    private static final String ARCHIVE = MOVE + COUNT;

    private static final String ARCHIVE_AND_RECORD =
            MOVE + ", recorded AS (" + RecordAction.RECORD + "FROM batch WHERE next IS NOT NULL)" + COUNT;

    private ArchiveEvents() {}

    /** How many events were moved; 0: none is left to be. */
    static long batch(Jdbc jdbc, String stream, long below) {
        return count(jdbc, ARCHIVE, statement -> set(statement, stream, below));
    }

    /** Records the action too, where events are moved. */
    static long firstBatch(Jdbc jdbc, String stream, long below, OperatorAction action) {
        return count(jdbc, ARCHIVE_AND_RECORD, statement -> {
            set(statement, stream, below);
            RecordAction.set(statement, MOVE_PARAMETERS + 1, action);
        });
    }

    private static void set(PreparedStatement statement, String stream, long below) throws SQLException {
        statement.setString(1, stream);
        statement.setLong(2, below);
        statement.setLong(3, below);
        statement.setInt(4, BATCH_EVENTS);
        statement.setInt(MOVE_PARAMETERS, BATCH_BYTES);
    }

    private static long count(Jdbc jdbc, String sql, Jdbc.Parameters parameters) {
        return jdbc.first(sql, parameters, row -> row.getLong(1)).orElseThrow();
    }
}
