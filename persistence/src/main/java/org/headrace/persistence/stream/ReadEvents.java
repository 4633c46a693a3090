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
     * A statement, made once of constants. Where the page ends is found by narrow rows; what it holds is read after that,
     * so that PostgreSQL keeps no copies of events to add up their sizes.
     *
     * @param table of events
     * @param condition of those wanted, beside their stream and offset
     */
    static String page(String table, String condition) {
        return """
            SELECT s.head, s.first_offset, page.found, e.stream_offset, e.event_id, e.event_type, e.key, e.data, e.metadata,
                   e.occurred_at, e.recorded_at
            FROM streams s CROSS JOIN LATERAL (
                SELECT count(*) AS found,
                       max(stream_offset) FILTER (WHERE before = 0 OR before + size <= ?) AS last_offset
                FROM (
                    SELECT stream_offset, size,
                           sum(size) OVER (ORDER BY stream_offset ROWS UNBOUNDED PRECEDING) - size AS before
                    FROM (
                        SELECT stream_offset, size FROM %1$s e
                        WHERE e.stream_id = s.stream_id AND e.stream_offset >= ? %2$s
                        ORDER BY e.stream_offset LIMIT ?) AS wanted) AS sized) AS page
            LEFT JOIN %1$s e ON e.stream_id = s.stream_id AND e.stream_offset >= ?
                AND e.stream_offset <= page.last_offset %2$s
            WHERE s.name = ? AND s.head >= 0
            ORDER BY e.stream_offset
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
            statement.setInt(next++, EventReader.MAX_PAGE_BYTES);
            statement.setLong(next++, query.from());
            next = setKey(statement, next, query.key());
            statement.setInt(next++, query.limit());
            statement.setLong(next++, query.from());
            next = setKey(statement, next, query.key());
            statement.setString(next, query.stream());
            try (ResultSet row = statement.executeQuery()) {
                return found(query, row);
            }
        }
    }

    /** The number of the parameter after it. */
    private static int setKey(PreparedStatement statement, int number, @Nullable String key) throws SQLException {
        if (key == null) {
            return number;
        }
        statement.setString(number, key);
        return number + 1;
    }

    private static Found found(Query query, ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new StreamNotFoundException(query.stream());
        }
        long head = row.getLong(1);
        long firstOffset = row.getLong(2);
        long inRange = row.getLong(3);
        List<RecordedEvent> events = new ArrayList<>((int) inRange);
        do {
            UUID id = row.getObject(5, UUID.class);
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
                row.getLong(4),
                id,
                row.getString(6),
                row.getString(7),
                JsonText.validated(row.getString(8)),
                JsonText.validated(row.getString(9)),
                row.getString(10),
                row.getTimestamp(11).toInstant());
    }
}
