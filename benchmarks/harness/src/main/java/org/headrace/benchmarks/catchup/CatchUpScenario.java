package org.headrace.benchmarks.catchup;

import java.time.Duration;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Probe;
import org.headrace.benchmarks.Contestant.Turn;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.workload.Touched;

/** 200,000 events of 1,000 users, all of which a turn reads again and again. */
public final class CatchUpScenario implements Scenario {

    static final int EVENTS = 200_000;

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

    @Override
    public String name() {
        return "catch-up";
    }

    @Override
    public String description() {
        return "200,000 events into statistics of 1,000 users: folded by batch, and one by one with JPA";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        BenchmarkDatabase database = stage.database();
        database.execute(TABLES);
        database.execute(FILL);
        database.execute("VACUUM ANALYZE events");
        return List.of(
                cell(
                        database,
                        "folded-5000",
                        "JDBC, folded, 5,000 a commit",
                        passes(() -> FoldedByHand.run(database)),
                        ours(stage, "benchmark-folded")),
                cell(
                        database,
                        "each-500",
                        "JDBC, 2 upserts an event, 500 a commit",
                        length -> EachByHand.run(database, length),
                        ours(stage, "benchmark-entities")));
    }

    private static Probe ours(Stage stage, String projection) {
        String path = "/api/benchmark/catch-up?projection=" + projection + "&events=" + EVENTS;
        return stage.server().metered(passes(() -> stage.server().rate(path)));
    }

    /** All events once. */
    private interface Pass {

        /** @return events a second */
        double once() throws Exception;
    }

    /** At least one, and others while there is time. Their mean, each counted by how long it took. */
    private static Turn passes(Pass pass) {
        return length -> {
            long begin = System.nanoTime();
            int count = 0;
            double seconds = 0;
            do {
                seconds += EVENTS / pass.once();
                count++;
            } while (!isOver(begin, length));
            return count * EVENTS / seconds;
        };
    }

    private static Cell cell(BenchmarkDatabase database, String name, String limit, Turn byHand, Probe ours) {
        return new Cell(
                name,
                "events/s",
                List.of(Contestant.limit(limit, byHand), Contestant.ours(ours)),
                () -> tidy(database));
    }

    private static void tidy(BenchmarkDatabase database) throws Exception {
        database.execute("TRUNCATE benchmark_hand_users; UPDATE benchmark_hand_checkpoint SET next_offset = 0");
        database.execute("CHECKPOINT");
    }

    static double rate(long events, long nanos) {
        return events * 1e9 / Math.max(1, nanos);
    }

    static boolean isOver(long begin, Duration length) {
        return System.nanoTime() - begin > length.toNanos();
    }
}
