package org.headrace.benchmarks.latency;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    private static final String WORKLOAD = "/api/benchmark/latency/";

    static final int PER_SECOND = 200;

    /** After a rest another node asks for news once a second, and then ever more often. */
    private static final Duration LEAD_IN = Duration.ofMillis(1_500);

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
                readModel(stage, "read-model", length -> ours(server, server, Duration.ZERO, length)),
                clients.of("hub-client", stage::server, Duration.ZERO),
                readModel(
                        stage,
                        "read-model-other-node",
                        length -> ours(stage.others().node(), server, LEAD_IN, length)),
                clients.of("hub-client-other-node", stage.others()::node, LEAD_IN));
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

    /**
     * Appended at one node, projected by one.
     *
     * @param leadIn how long there are events before those that count
     */
    private static Reading ours(BenchmarkServer appending, BenchmarkServer projecting, Duration leadIn, Duration length)
            throws Exception {
        String owner = projecting.get("/api/projections/benchmark-latency").getString("owner");
        if (!owner.equals(projecting.name())) {
            throw new IllegalStateException("The projection runs on " + owner + " instead of " + projecting.name());
        }
        int before = count(leadIn);
        int count = count(length);
        projecting.post(WORKLOAD + "begin?leadIn=" + before);
        appending.post(WORKLOAD + "append?count=" + (before + count) + "&micros=" + MICROS);
        JsonObject seen = projecting.post(WORKLOAD + "end?count=" + count);
        projecting.hasDone(before + count);
        Map<String, Double> besides = new TreeMap<>();
        besides.put("p99Ms", seen.getJsonNumber("p99Ms").doubleValue());
        if (before > 0) {
            besides.put("firstMs", seen.getJsonNumber("firstMs").doubleValue());
        }
        return new Reading(seen.getJsonNumber("p50Ms").doubleValue(), besides);
    }

    private static Reading reading(Latencies latencies) {
        return new Reading(latencies.millis(0.5), Map.of("p99Ms", latencies.millis(0.99)));
    }

    private static int count(Duration length) {
        return (int) (length.toMillis() * PER_SECOND / 1_000);
    }
}
