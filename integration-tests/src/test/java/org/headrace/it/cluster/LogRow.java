package org.headrace.it.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An event as the database holds it. */
record LogRow(
        long offset, UUID eventId, String type, String key, String occurredAt, Timestamp recordedAt, String data) {

    private static final String READ =
            """
            SELECT stream_offset, event_id, event_type, key, occurred_at, recorded_at, data
            FROM events JOIN streams USING (stream_id) WHERE name = ? ORDER BY stream_offset
            """;

    /** All of a stream. */
    static List<LogRow> read(Connection connection, String stream) throws SQLException {
        List<LogRow> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, stream);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new LogRow(
                            rows.getLong(1),
                            rows.getObject(2, UUID.class),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getTimestamp(6),
                            rows.getString(7)));
                }
            }
        }
        return found;
    }
}
