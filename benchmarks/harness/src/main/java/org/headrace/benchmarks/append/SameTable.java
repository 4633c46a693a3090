package org.headrace.benchmarks.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.workload.Callers.Call;

/** Into Headrace's own table with its indexes, the stream's head moved by the same statement, a commit an append. */
final class SameTable {

    private static final String STREAM = "INSERT INTO streams (name) VALUES (?) ON CONFLICT DO NOTHING";

    private static final String APPEND =
            """
            WITH head AS (
                UPDATE streams SET head = head + ? WHERE name = ? RETURNING stream_id, head - ? AS before)
            INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, data, metadata)
            SELECT head.stream_id, length(e.data) + 2, head.before + e.n, e.id, clock_timestamp(), 'Benchmarked', e.key,
                   e.data::json, '{}'
            FROM head, unnest(?::uuid[], ?::text[], ?::text[]) WITH ORDINALITY AS e (id, key, data, n)
            """;

    private SameTable() {}

    static double run(BenchmarkDatabase database, Setting setting, Duration length) throws Exception {
        return Jobs.rate(database, setting.callers(), (connection, caller) -> job(connection, setting, caller), length);
    }

    private static Call job(Connection connection, Setting setting, int caller) throws SQLException {
        String stream = "ByHand-" + setting.label() + (setting.ownStreams() ? "-" + caller : "");
        try (PreparedStatement insert = connection.prepareStatement(STREAM)) {
            insert.setString(1, stream);
            insert.executeUpdate();
        }
        PreparedStatement append = connection.prepareStatement(APPEND);
        return () -> append(append, stream, setting.batch());
    }

    private static long append(PreparedStatement append, String stream, int batch) throws SQLException {
        Connection connection = append.getConnection();
        append.setInt(1, batch);
        append.setString(2, stream);
        append.setInt(3, batch);
        append.setArray(4, connection.createArrayOf("uuid", Events.ids(batch)));
        append.setArray(5, connection.createArrayOf("text", Events.keys(batch)));
        append.setArray(6, connection.createArrayOf("text", Events.data(batch)));
        return append.executeUpdate();
    }
}
