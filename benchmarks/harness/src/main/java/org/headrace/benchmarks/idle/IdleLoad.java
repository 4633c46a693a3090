package org.headrace.benchmarks.idle;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Stage;
import org.jspecify.annotations.Nullable;

/** What is there and rests: streams of one event, projections that have read theirs, clients that wait for more. */
final class IdleLoad {

    /** As if they had been appended. */
    private static final String FILL =
            """
            WITH filled AS (
                INSERT INTO streams (name, head) SELECT 'BenchmarkIdle-' || n, 0 FROM generate_series(1, %d) AS n
                ON CONFLICT DO NOTHING RETURNING stream_id)
            INSERT INTO events (stream_id, size, stream_offset, event_id, recorded_at, event_type, key, data, metadata)
            SELECT stream_id, 4, 0, gen_random_uuid(), clock_timestamp(), 'Idle', 'key', '{}', '{}' FROM filled
            """;

    private static final String COUNT = "SELECT count(*) FROM streams WHERE name LIKE 'BenchmarkIdle-%'";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final BenchmarkDatabase database;
    private final BenchmarkServer server;
    private final IdleClients clients;

    private @Nullable Size brought;
    private long askedAt;

    IdleLoad(Stage stage) {
        database = stage.database();
        server = stage.server();
        clients = new IdleClients(server.port());
    }

    /**
     * How much of each.
     *
     * @param streams in the log, besides those of others
     * @param projections in all
     * @param clients of the hub
     * @param followed streams a client, other ones each
     */
    record Size(int streams, int projections, int clients, int followed) {}

    /** Adds and takes away what is needed, and returns when projections have caught up and clients are subscribed. */
    void bring(Size size) throws Exception {
        if (size.equals(brought)) {
            return;
        }
        if (streams() < size.streams()) {
            database.execute(FILL.formatted(size.streams()));
            database.execute("VACUUM ANALYZE streams");
            database.execute("VACUUM ANALYZE events");
        }
        server.post("/api/benchmark/idle?projections=" + size.projections());
        clients.bring(size.clients(), size.followed());
        awaitRest(size);
        brought = size;
    }

    /** Waits until what was asked for by the last check is counted. */
    void rest() throws InterruptedException {
        long left = askedAt + TimeUnit.SECONDS.toNanos(StatementCounts.LATE_SECONDS) - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(left);
    }

    /** The hub may not have seen yet that clients have left. */
    private void awaitRest(Size size) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end && hub().getInt("connections") > size.clients()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        require(size);
    }

    /** @throws IllegalStateException when something of it is not there, or not at rest */
    void require(Size size) throws Exception {
        require("streams", streams(), size.streams());
        JsonObject projections = server.get("/api/benchmark/idle");
        require("projections", projections.getInt("projections"), size.projections());
        require("projections that have caught up", projections.getInt("atRest"), size.projections());
        JsonObject hub = hub();
        require("clients", hub.getInt("connections"), size.clients());
        require("subscriptions", hub.getInt("subscriptions"), size.clients() * size.followed());
        askedAt = System.nanoTime();
    }

    private static void require(String what, int found, int wanted) {
        if (found != wanted) {
            throw new IllegalStateException("There are " + found + " " + what + " instead of " + wanted);
        }
    }

    private JsonObject hub() throws IOException, InterruptedException {
        return server.get("/api/hub");
    }

    private int streams() throws SQLException {
        return Integer.parseInt(database.ask(COUNT));
    }
}
