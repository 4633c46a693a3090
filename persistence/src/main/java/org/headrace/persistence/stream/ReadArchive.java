package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.SQLException;
import org.headrace.persistence.stream.ReadEvents.Found;
import org.headrace.persistence.stream.ReadEvents.Query;
import org.headrace.stream.ArchivePage;

/** Reads a page of a stream's archived events, as {@link ReadEvents} does of the live ones. */
final class ReadArchive {

    private static final String ALL =
            """
            SELECT s.head, s.first_offset, p.*
            FROM streams s LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT *, sum(size) OVER (ORDER BY stream_offset) - size AS before, count(*) OVER () AS found
                    FROM (
                        SELECT stream_offset, event_id, event_type, key, data, metadata, occurred_at, recorded_at, size
                        FROM events_archive e
                        WHERE e.stream_id = s.stream_id AND e.stream_offset >= ?
                        ORDER BY e.stream_offset LIMIT ?) AS page) AS sized
                WHERE before + size <= ? OR before = 0) AS p ON true
            WHERE s.name = ? AND s.head >= 0
            ORDER BY p.stream_offset
            """;

    private static final String OF_KEY =
            """
            SELECT s.head, s.first_offset, p.*
            FROM streams s LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT *, sum(size) OVER (ORDER BY stream_offset) - size AS before, count(*) OVER () AS found
                    FROM (
                        SELECT stream_offset, event_id, event_type, key, data, metadata, occurred_at, recorded_at, size
                        FROM events_archive e
                        WHERE e.stream_id = s.stream_id AND e.key = ? AND e.stream_offset >= ?
                        ORDER BY e.stream_offset LIMIT ?) AS page) AS sized
                WHERE before + size <= ? OR before = 0) AS p ON true
            WHERE s.name = ? AND s.head >= 0
            ORDER BY p.stream_offset
            """;

    private ReadArchive() {}

    /** @throws org.headrace.stream.StreamNotFoundException when nothing was ever appended to the stream */
    static ArchivePage read(Connection connection, Query query) throws SQLException {
        Found found = ReadEvents.find(connection, query.key() == null ? ALL : OF_KEY, query);
        long next = found.nextOffset(Math.max(query.from(), found.firstOffset()));
        return new ArchivePage(query.stream(), found.events(), next, found.firstOffset(), found.head());
    }
}
