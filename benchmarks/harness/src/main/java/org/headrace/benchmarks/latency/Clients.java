package org.headrace.benchmarks.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Role;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.fanout.Audiences;
import org.headrace.benchmarks.fanout.Pusher;
import org.headrace.benchmarks.receiver.Dialect;

/** One client of a hub, and the one limit beside it. */
final class Clients {

    private final Stage stage;
    private final Audiences audiences;
    private final Pusher bare;

    /** Which node, asked when it is needed. */
    interface Node {
        BenchmarkServer get() throws IOException, InterruptedException;
    }

    Clients(Stage stage) throws IOException {
        this.stage = stage;
        BenchmarkDatabase database = stage.database();
        audiences = Audiences.start(stage);
        Path message = Files.writeString(
                stage.places().target().resolve("latency-message.json"),
                audiences.sample(Pusher.ours(stage, Dialect.SIGNALR)));
        bare = Pusher.of(
                Child.java(stage.places(), CommittingSender.class, "512m", database.url(), message.toString()),
                Dialect.BARE);
    }

    /**
     * Appended at the server.
     *
     * @param pushing the node that the client is connected to
     * @param leadIn how long there are events before those that count, of ours
     */
    Cell of(String name, Node pushing, Duration leadIn) {
        BenchmarkDatabase database = stage.database();
        BenchmarkServer appending = stage.server();
        return new Cell(
                name,
                "ms",
                List.of(
                        new Contestant(
                                "JDBC and Undertow, after the commit",
                                Role.LIMIT,
                                length -> audiences.paced(bare, 1, LatencyScenario.PER_SECOND, length)),
                        Contestant.ours(appending.watched(length -> audiences.paced(
                                Pusher.across(appending, pushing.get(), Dialect.SIGNALR),
                                1,
                                LatencyScenario.PER_SECOND,
                                leadIn,
                                length)))),
                () -> database.execute("CHECKPOINT"));
    }
}
