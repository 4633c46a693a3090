package org.headrace.benchmarks.latency;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Probe;
import org.headrace.benchmarks.Contestant.Role;
import org.headrace.benchmarks.Reading;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.workload.Latencies;

/** 200 events a second, one at a time: how long each takes from the call that appends it. */
public final class LatencyScenario implements Scenario {

    static final int PER_SECOND = 200;

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
        return "from the append of an event to its committed read model, and to a hub client, of this and another node";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        stage.database().execute(TABLES);
        BenchmarkServer server = stage.server();
        var clients = new Clients(stage);
        // The second node starts when the first of its cells is measured, and so disturbs none before.
        return List.of(
                readModel(stage, "read-model", length -> ours(server, server, length)),
                clients.of("hub-client", stage::server),
                readModel(
                        stage,
                        "read-model-other-node",
                        length -> ours(stage.others().node(), server, length)),
                clients.of("hub-client-other-node", stage.others()::node));
    }

    private static Cell readModel(Stage stage, String name, Probe ours) {
        BenchmarkDatabase database = stage.database();
        return new Cell(
                name,
                "ms",
                List.of(
                        new Contestant(
                                "JDBC, LISTEN and NOTIFY",
                                Role.LIMIT,
                                length -> reading(ByNotify.run(database, count(length), MICROS))),
                        Contestant.ours(stage.server().watched(ours))),
                () -> database.execute("CHECKPOINT"));
    }

    /** @param projecting the node that has the projection */
    private static Reading ours(BenchmarkServer appending, BenchmarkServer projecting, Duration length)
            throws Exception {
        String owner = projecting.get("/api/projections/benchmark-latency").getString("owner");
        if (!owner.equals(projecting.name())) {
            throw new IllegalStateException("The projection runs on " + owner + " instead of " + projecting.name());
        }
        projecting.post("/api/benchmark/latency/begin");
        appending.post("/api/benchmark/latency/append?count=" + count(length) + "&micros=" + MICROS);
        JsonObject seen = projecting.post("/api/benchmark/latency/end?count=" + count(length));
        projecting.hasDone(count(length));
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
}
