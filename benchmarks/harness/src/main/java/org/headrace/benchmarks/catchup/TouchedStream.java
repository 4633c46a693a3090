package org.headrace.benchmarks.catchup;

import java.sql.SQLException;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.workload.Touched;

/** The stream that read models are built from: 200,000 events of 1,000 users; and the tables of the read models. */
public final class TouchedStream {

    public static final int EVENTS = 200_000;

    private static final String TABLES =
            """
            CREATE TABLE benchmark_users (user_id TEXT PRIMARY KEY, events BIGINT NOT NULL, amount BIGINT NOT NULL);
            CREATE TABLE benchmark_user_entities (user_id TEXT PRIMARY KEY, events BIGINT NOT NULL, amount BIGINT NOT NULL);
            CREATE TABLE benchmark_hand_users (
                user_id TEXT PRIMARY KEY, events BIGINT NOT NULL DEFAULT 0, amount BIGINT NOT NULL DEFAULT 0);
            CREATE TABLE benchmark_hand_checkpoint (next_offset BIGINT NOT NULL);
            INSERT INTO benchmark_hand_checkpoint VALUES (0)
            """;

    /** As if they had been appended. The server finds where the stream ends by asking. */
    private static final String FILL =
            """
            WITH filled AS (INSERT INTO streams (name, head) VALUES ('%1$s', %2$d - 1) RETURNING stream_id)
            INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, data, metadata)
            SELECT filled.stream_id, length(e.data) + 2, n, gen_random_uuid(), clock_timestamp(), 'Touched',
                   'user-' || n %% 1000, e.data::json, '{}'
            FROM filled, generate_series(0, %2$d - 1) AS n,
                 LATERAL (SELECT '{"userId":"user-' || n %% 1000 || '","amount":' || n %% 7 || ',"note":"' || repeat('x', 150)
                                 || '"}' AS data) AS e
            """
                    .formatted(Touched.STREAM, EVENTS);

    private static final String COUNT = "SELECT count(*) FROM streams WHERE name = '" + Touched.STREAM + "'";

    private TouchedStream() {}

    /** Does nothing where another scenario has done it. */
    public static void fill(BenchmarkDatabase database) throws SQLException {
        if (database.ask(COUNT).equals("0")) {
            database.execute(TABLES);
            database.execute(FILL);
            database.execute("VACUUM ANALYZE events");
        }
    }

    /** Empties what is written by hand, and has PostgreSQL catch its breath. */
    public static void tidy(BenchmarkDatabase database) throws SQLException {
        database.execute("TRUNCATE benchmark_hand_users; UPDATE benchmark_hand_checkpoint SET next_offset = 0");
        database.execute("CHECKPOINT");
    }
}
