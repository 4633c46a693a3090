package org.headrace.benchmarks.growth;

import java.sql.SQLException;
import org.headrace.benchmarks.BenchmarkDatabase;

/** What was there before: events of other streams, and sagas that have ended. */
final class Past {

    /** Streams that the events are spread over. */
    private static final int STREAMS = 100;

    /** The planner's estimate, from the ANALYZE of the filling before: it asks for no scan. */
    private static final String EVENTS =
            "SELECT greatest(0, reltuples::bigint) FROM pg_class WHERE oid = 'events'::regclass";

    private static final String ADD_STREAMS =
            """
            INSERT INTO streams (name, head) SELECT 'BenchmarkPast-' || n, -1 FROM generate_series(1, %d) AS n
            ON CONFLICT DO NOTHING
            """
                    .formatted(STREAMS);

    private static final String ADD_EVENTS =
            """
            INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, data, metadata)
            SELECT s.stream_id, length(e.data) + 2, s.head + n, gen_random_uuid(), clock_timestamp(), 'Past',
                   'key-' || n %% 1000, e.data::json, '{}'
            FROM streams AS s, generate_series(1, %1$d) AS n,
                 LATERAL (SELECT '{"name":"' || repeat('x', 190) || '"}' AS data) AS e
            WHERE s.name LIKE 'BenchmarkPast-%%';
            UPDATE streams SET head = head + %1$d WHERE name LIKE 'BenchmarkPast-%%';
            """;

    private static final String FORGET =
            """
            DELETE FROM events USING streams
            WHERE events.stream_id = streams.stream_id AND (streams.name LIKE 'Grown%' OR streams.name LIKE 'ByHand-%')
            """;

    private static final String ADD_SAGAS =
            """
            INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps, completed_steps,
                                     data, completed_at)
            SELECT 'past-' || n, 'past-' || n, 'benchmark', 2, 3, 3, '["A","B","C"]', '{"amount":100}', now()
            FROM generate_series(1, %1$d) AS n;
            INSERT INTO saga_step_log (saga_id, saga_name, correlation_id, status, at, state, step, direction)
            SELECT 'past-' || n, 'benchmark', 'past-' || n, s.status, now(), s.state, s.step, s.direction
            FROM generate_series(1, %1$d) AS n,
                 (VALUES ('STARTED', 1, NULL, NULL), ('STEP_COMPLETED', 1, 'A', 'execute'),
                         ('STEP_COMPLETED', 1, 'B', 'execute'), ('STEP_COMPLETED', 2, 'C', 'execute'))
                 AS s (status, state, step, direction);
            """;

    private Past() {}

    /** Takes away what a turn has appended, so that the next finds the same log. Nobody reads those streams. */
    static void forgetAppended(BenchmarkDatabase database) throws SQLException {
        database.execute(FORGET);
        database.execute("VACUUM events");
    }

    /** Adds what is missing to so many events, give or take a twentieth. */
    static void growTo(BenchmarkDatabase database, long events) throws SQLException {
        long missing = events - Long.parseLong(database.ask(EVENTS));
        if (missing > events / 20) {
            database.execute(ADD_STREAMS);
            database.execute(ADD_EVENTS.formatted(missing / STREAMS));
            database.execute("VACUUM ANALYZE events");
        }
    }

    static void addSagas(BenchmarkDatabase database, long sagas) throws SQLException {
        database.execute(ADD_SAGAS.formatted(sagas));
        database.execute("VACUUM ANALYZE saga_states");
        database.execute("VACUUM ANALYZE saga_step_log");
    }
}
