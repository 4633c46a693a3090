package org.headrace.benchmarks.latency;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Role;
import org.headrace.benchmarks.Reading;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.fanout.Audiences;
import org.headrace.benchmarks.fanout.Pusher;
import org.headrace.benchmarks.receiver.Dialect;
import org.headrace.benchmarks.workload.Latencies;

/** 200 events a second, one at a time: how long each takes from the call that appends it. */
public final class LatencyScenario implements Scenario {

    private static final int PER_SECOND = 200;
    private static final long MICROS = 1_000_000 / PER_SECOND;

    private static final String TABLES =
            """
            CREATE TABLE benchmark_latest (id BIGINT PRIMARY KEY, at BIGINT NOT NULL);
            CREATE TABLE benchmark_latest_checkpoint (n BIGINT NOT NULL);
            INSERT INTO benchmark_latest_checkpoint VALUES (0);
            CREATE TABLE benchmark_notified (n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data JSON NOT NULL)
            """;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "from the append of an event to its committed read model, and to a hub client, at 200 events/s";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        stage.database().execute(TABLES);
        return List.of(readModel(stage), client(stage));
    }

    private static Cell readModel(Stage stage) {
        BenchmarkDatabase database = stage.database();
        return new Cell(
                "read-model",
                "ms",
                List.of(
                        new Contestant(
                                "JDBC, LISTEN and NOTIFY",
                                Role.LIMIT,
                                length -> reading(ByNotify.run(database, count(length), MICROS))),
                        Contestant.ours(stage.server().watched(length -> ours(stage, length)))),
                () -> database.execute("CHECKPOINT"));
    }

    private static Reading ours(Stage stage, Duration length) throws Exception {
        JsonObject seen = stage.server().post("/api/benchmark/latency?count=" + count(length) + "&micros=" + MICROS);
        stage.server().hasDone(count(length));
        return new Reading(
                seen.getJsonNumber("p50Ms").doubleValue(),
                Map.of("p99Ms", seen.getJsonNumber("p99Ms").doubleValue()));
    }

    private static Reading reading(Latencies latencies) {
        return new Reading(latencies.millis(0.5), Map.of("p99Ms", latencies.millis(0.99)));
    }

    private static int count(Duration length) {
        return (int) (length.toMillis() * PER_SECOND / 1_000);
    }

    private static Cell client(Stage stage) throws Exception {
        BenchmarkDatabase database = stage.database();
        Audiences audiences = Audiences.start(stage);
        Pusher hub = Pusher.ours(stage, Dialect.SIGNALR);
        Path message =
                Files.writeString(stage.places().target().resolve("latency-message.json"), audiences.sample(hub));
        Pusher bare = Pusher.of(
                Child.java(stage.places(), CommittingSender.class, "512m", database.url(), message.toString()),
                Dialect.BARE);
        return new Cell(
                "hub-client",
                "ms",
                List.of(
                        new Contestant(
                                "JDBC and Undertow, after the commit",
                                Role.LIMIT,
                                length -> audiences.paced(bare, 1, PER_SECOND, length)),
                        Contestant.ours(stage.server().watched(length -> audiences.paced(hub, 1, PER_SECOND, length)))),
                () -> database.execute("CHECKPOINT"));
    }
}
