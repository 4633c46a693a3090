package org.headrace.benchmarks.append;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.workload.Callers.Call;

/** Into a table with one index, numbered by a sequence: no offsets without gaps, no idempotence, no reading by key. */
final class BareInserts {

    private static final String INSERT =
            """
            INSERT INTO benchmark_events (stream, event_id, type, key, data)
            SELECT ?, e.id, 'Benchmarked', e.key, e.data::json
            FROM unnest(?::uuid[], ?::text[], ?::text[]) AS e (id, key, data)
            """;

    private BareInserts() {}

    static double run(BenchmarkDatabase database, Setting setting, Duration length) throws Exception {
        return Jobs.rate(database, setting.callers(), (connection, caller) -> job(connection, setting.batch()), length);
    }

    private static Call job(Connection connection, int batch) throws SQLException {
        PreparedStatement insert = connection.prepareStatement(INSERT);
        return () -> insert(insert, batch);
    }

    private static long insert(PreparedStatement insert, int batch) throws SQLException {
        Connection connection = insert.getConnection();
        insert.setString(1, "bare");
        insert.setArray(2, connection.createArrayOf("uuid", Events.ids(batch)));
        insert.setArray(3, connection.createArrayOf("text", Events.keys(batch)));
        insert.setArray(4, connection.createArrayOf("text", Events.data(batch)));
        return insert.executeUpdate();
    }
}
