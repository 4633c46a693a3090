package org.headrace.persistence.stream;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.headrace.persistence.stream.Draft.Content;
import org.headrace.persistence.stream.Draft.Existing;

/** Finds events of a stream by id, and the newest by key, archived ones too. Meant for under the stream's lock. */
final class FindEvents {

    private static final String BY_ID =
            """
            SELECT event_id, stream_offset, event_type, key, data, occurred_at
            FROM events
            WHERE stream_id = ? AND event_id = ANY (?)
            UNION ALL
            SELECT event_id, stream_offset, event_type, key, data, occurred_at
            FROM events_archive
            WHERE stream_id = ? AND event_id = ANY (?)
            """;

    private static final String NEWEST_OF_KEY =
            """
            SELECT coalesce((SELECT max(stream_offset) FROM events WHERE stream_id = ? AND key = ?),
                            (SELECT max(stream_offset) FROM events_archive WHERE stream_id = ? AND key = ?), -1)
            """;

    private FindEvents() {}

    static Map<UUID, Existing> byId(Connection connection, int streamId, Collection<UUID> ids) throws SQLException {
        Map<UUID, Existing> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            Array wanted = connection.createArrayOf("uuid", ids.toArray());
            statement.setInt(1, streamId);
            statement.setArray(2, wanted);
            statement.setInt(3, streamId);
            statement.setArray(4, wanted);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    var content = new Content(row.getString(3), row.getString(4), row.getString(5), row.getString(6));
                    found.put(row.getObject(1, UUID.class), new Existing(row.getLong(2), content));
                }
            }
        }
        return found;
    }

    /** −1: none. */
    static long newestOfKey(Connection connection, int streamId, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST_OF_KEY)) {
            statement.setInt(1, streamId);
            statement.setString(2, key);
            statement.setInt(3, streamId);
            statement.setString(4, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
