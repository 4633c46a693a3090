package org.headrace.persistence.stream;

import org.headrace.persistence.Jdbc;

/**
 * Moves a batch of a stream's oldest events into the archive: one statement, one transaction. It holds the stream's lock
 * meanwhile, so batches are small; a reader sees each event in one of the two tables.
 */
final class ArchiveEvents {

    private static final int BATCH_EVENTS = 500;
    private static final int BATCH_BYTES = 4 << 20;

    private static final String ARCHIVE =
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
            SELECT count(*) FROM gone
            """;

    private ArchiveEvents() {}

    /** How many events were moved; 0: none is left to be. */
    static long batch(Jdbc jdbc, String stream, long below) {
        return jdbc.first(
                        ARCHIVE,
                        statement -> {
                            statement.setString(1, stream);
                            statement.setLong(2, below);
                            statement.setLong(3, below);
                            statement.setInt(4, BATCH_EVENTS);
                            statement.setInt(5, BATCH_BYTES);
                        },
                        row -> row.getLong(1))
                .orElseThrow();
    }
}
