package org.headrace.benchmarks.latency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.workload.Latencies;
import org.headrace.benchmarks.workload.Paced;
import org.headrace.benchmarks.workload.Stamped;
import org.postgresql.PGConnection;

/**
 * The limit: one connection inserts and notifies, another is woken, reads what is new and writes a row an event, the
 * checkpoint with it.
 */
final class ByNotify {

    static final String APPEND =
            """
            WITH event AS (INSERT INTO benchmark_notified (data) VALUES (?::json) RETURNING n)
            SELECT pg_notify('benchmark', '') FROM event
            """;

    private static final String READ = "SELECT n, data ->> 'at' FROM benchmark_notified WHERE n > ? ORDER BY n";
    private static final String WRITE =
            """
            INSERT INTO benchmark_latest (id, at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at
            """;
    private static final String CHECKPOINT = "UPDATE benchmark_latest_checkpoint SET n = ?";

    private static final int ROWS = 1_000;
    private static final int WAIT_MILLIS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

    private ByNotify() {}

    static Latencies run(BenchmarkDatabase database, int count, long micros) throws Exception {
        database.execute("TRUNCATE benchmark_notified RESTART IDENTITY");
        var latencies = new Latencies();
        try (Connection reader = database.connect();
                Connection writer = database.connect();
                PreparedStatement append = writer.prepareStatement(APPEND)) {
            try (Statement listen = reader.createStatement()) {
                listen.execute("LISTEN benchmark");
            }
            reader.setAutoCommit(false);
            var following = new FutureTask<>(() -> follow(reader, count, latencies), latencies);
            var thread = new Thread(following, "follower");
            thread.setDaemon(true);
            thread.start();
            Paced.steps(count, micros, () -> {
                append.setString(1, Stamped.now());
                append.executeQuery().close();
            });
            return following.get();
        }
    }

    private static void follow(Connection connection, int count, Latencies latencies) {
        try (PreparedStatement read = connection.prepareStatement(READ);
                PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement checkpoint = connection.prepareStatement(CHECKPOINT)) {
            PGConnection notified = connection.unwrap(PGConnection.class);
            long last = 0;
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (latencies.total() < count && System.nanoTime() < end) {
                List<Long> stamps = new ArrayList<>();
                read.setLong(1, last);
                try (ResultSet rows = read.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        stamps.add(Long.parseLong(rows.getString(2)));
                    }
                }
                for (long at : stamps) {
                    write.setLong(1, at % ROWS);
                    write.setLong(2, at);
                    write.executeUpdate();
                }
                checkpoint.setLong(1, last);
                if (!stamps.isEmpty()) {
                    checkpoint.executeUpdate();
                }
                connection.commit();
                long now = System.nanoTime();
                stamps.forEach(at -> latencies.add(now - at));
                if (stamps.isEmpty()) {
                    notified.getNotifications(WAIT_MILLIS);
                }
            }
            if (latencies.total() < count) {
                throw new IllegalStateException("Only " + latencies.total() + " of " + count + " have arrived");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The follower has failed", e);
        }
    }
}
