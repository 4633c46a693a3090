package org.headrace.persistence.stream;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.headrace.persistence.Jdbc;
import org.headrace.stream.spi.StreamContents.Contents;

/** Counts a stream's events one by one. Where offsets have no gap each is its own rank. */
final class CountEvents {

    private static final String COUNT =
            """
            SELECT s.head, c.events,
                   coalesce(c.first_gap, CASE WHEN c.events <= s.head THEN c.events END) AS first_missing
            FROM streams s CROSS JOIN LATERAL (
                SELECT count(*) AS events, min(rank) FILTER (WHERE rank <> stream_offset) AS first_gap
                FROM (
                    SELECT stream_offset, row_number() OVER (ORDER BY stream_offset) - 1 AS rank
                    FROM (
                        SELECT stream_offset FROM events e WHERE e.stream_id = s.stream_id
                        UNION ALL
                        SELECT stream_offset FROM events_archive a WHERE a.stream_id = s.stream_id) AS held
                    ) AS ranked) AS c
            WHERE s.name = ?
            """;

    private CountEvents() {}

    static Contents count(Jdbc jdbc, String stream) {
        return jdbc.first(COUNT, statement -> statement.setString(1, stream), CountEvents::contents)
                .orElse(Contents.NOTHING);
    }

    private static Contents contents(ResultSet row) throws SQLException {
        return new Contents(row.getLong("head"), row.getLong("events"), row.getObject("first_missing", Long.class));
    }
}
