package org.headrace.persistence.stream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a stream by keyset. The head and the first live offset come in the same statement, and so of the same
 * snapshot, as the events. What is beyond the page's size in bytes is not taken out of the table.
 */
final class ReadEvents {

    private static final String ALL = page("events", "");
    private static final String OF_KEY = page("events", "AND e.key = ?");

    private ReadEvents() {}

    /**
     * A statement, made once of constants.
     *
     * @param table of events
     * @param condition of those wanted, beside their stream and offset
     */
    static String page(String table, String condition) {
        return """
            SELECT s.head, s.first_offset, p.*
            FROM streams s LEFT JOIN LATERAL (
                SELECT * FROM (
                    SELECT *, sum(size) OVER (ORDER BY stream_offset) - size AS before, count(*) OVER () AS found
                    FROM (
                        SELECT stream_offset, event_id, event_type, key, data, metadata, occurred_at, recorded_at, size
                        FROM %s e
                        WHERE e.stream_id = s.stream_id %s AND e.stream_offset >= ?
                        ORDER BY e.stream_offset LIMIT ?) AS page) AS sized
                WHERE before + size <= ? OR before = 0) AS p ON true
            WHERE s.name = ? AND s.head >= 0
            ORDER BY p.stream_offset
            """
                .formatted(table, condition);
    }

    /** @param key null: of any key */
    record Query(String stream, @Nullable String key, long from, int limit) {}

    /** What a statement has found, with what it knows of the stream. */
    record Found(List<RecordedEvent> events, boolean mayBeMore, long firstOffset, long head) {

        /** Where to go on, when all below an offset was looked at. */
        long nextOffset(long looked) {
            return mayBeMore ? events.get(events.size() - 1).offset() + 1 : looked;
        }
    }

    /**
     * Reads what is live.
     *
     * @throws StreamNotFoundException when nothing was ever appended to the stream
     * @throws EventsArchivedException when the query begins below what is live
     */
    static EventPage read(Connection connection, Query query) throws SQLException {
        Found found = find(connection, query.key() == null ? ALL : OF_KEY, query);
        if (query.from() < found.firstOffset()) {
            throw new EventsArchivedException(query.stream(), query.from(), found.firstOffset());
        }
        long next = found.nextOffset(Math.max(query.from(), found.head() + 1));
        return new EventPage(query.stream(), found.events(), next, found.head());
    }

    /** @throws StreamNotFoundException when nothing was ever appended to the stream */
    static Found find(Connection connection, String sql, Query query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            if (query.key() != null) {
                statement.setString(next++, query.key());
            }
            statement.setLong(next++, query.from());
            statement.setInt(next++, query.limit());
            statement.setInt(next++, EventReader.MAX_PAGE_BYTES);
            statement.setString(next, query.stream());
            try (ResultSet row = statement.executeQuery()) {
                return found(query, row);
            }
        }
    }

    private static Found found(Query query, ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new StreamNotFoundException(query.stream());
        }
        long head = row.getLong("head");
        long firstOffset = row.getLong("first_offset");
        long inRange = row.getLong("found");
        List<RecordedEvent> events = new ArrayList<>(Math.min(query.limit(), 1024));
        do {
            UUID id = row.getObject("event_id", UUID.class);
            if (id != null) {
                events.add(event(query.stream(), id, row));
            }
        } while (row.next());
        boolean mayBeMore = events.size() == query.limit() || events.size() < inRange;
        return new Found(events, mayBeMore, firstOffset, head);
    }

    private static RecordedEvent event(String stream, UUID id, ResultSet row) throws SQLException {
        return new RecordedEvent(
                stream,
                row.getLong("stream_offset"),
                id,
                row.getString("event_type"),
                row.getString("key"),
                JsonText.validated(row.getString("data")),
                JsonText.validated(row.getString("metadata")),
                row.getString("occurred_at"),
                row.getTimestamp("recorded_at").toInstant());
    }
}
