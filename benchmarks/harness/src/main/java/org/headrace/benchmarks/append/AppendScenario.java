package org.headrace.benchmarks.append;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Cell.Preparation;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.axon.AxonParts;

/** Events of 200 bytes, each append durable before its caller makes the next. */
public final class AppendScenario implements Scenario {

    private static final String TABLE =
            """
            CREATE TABLE benchmark_events (
                id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream TEXT NOT NULL, event_id UUID NOT NULL,
                type TEXT NOT NULL, key TEXT, data JSON NOT NULL, recorded_at TIMESTAMPTZ NOT NULL DEFAULT now())
            """;

    private final AtomicInteger turns = new AtomicInteger();

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String description() {
        return "single events and batches of 100, to one stream and to many, inside JTA and not; NDJSON by HTTP";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        stage.database().execute(TABLE);
        var axon = new AxonAppends(new AxonParts(stage.database(), "axon_appended"));
        List<Cell> cells = new ArrayList<>();
        for (Setting setting : Stream.of(
                        Stream.of(1, 4, 16, 64).map(Setting::toOneStream),
                        Stream.of(1, 4, 16).map(Setting::toOwnStreams),
                        Stream.of(1, 4).map(Setting::inBatches),
                        Stream.of(
                                Setting.toOneStream(16).inJta(),
                                Setting.toOwnStreams(16).inJta()))
                .flatMap(settings -> settings)
                .toList()) {
            cells.add(cell(stage, setting, axon));
        }
        for (int callers : List.of(1, 4)) {
            cells.add(uploads(stage, callers));
        }
        return cells;
    }

    /**
     * Single events to one stream.
     *
     * @param streams names a new one for every turn
     */
    public static Cell toOneStream(
            String name, Stage stage, int callers, Supplier<String> streams, Preparation between) {
        Setting setting = Setting.toOneStream(callers);
        String path = "/api/benchmark/append?batch=1&callers=" + callers;
        return new Cell(
                name,
                "events/s",
                List.of(
                        Contestant.limit(
                                "JDBC, our table and head", length -> SameTable.run(stage.database(), setting, length)),
                        Contestant.ours(stage.server().metered(length -> stage.server()
                                .rate(path + "&stream=" + streams.get() + "&millis=" + length.toMillis())))),
                between);
    }

    private Cell cell(Stage stage, Setting setting, AxonAppends axon) {
        BenchmarkDatabase database = stage.database();
        String path = "/api/benchmark/append?callers=" + setting.callers() + "&batch=" + setting.batch() + "&own="
                + setting.ownStreams() + "&jta=" + setting.jta();
        List<Contestant> contestants = new ArrayList<>(List.of(
                Contestant.limit("JDBC, our table and head", length -> SameTable.run(database, setting, length)),
                Contestant.limit("JDBC, a table without a head", length -> BareInserts.run(database, setting, length)),
                Contestant.ours(stage.server().metered(length -> stage.server()
                        .rate(path + "&stream=" + newStream() + "&millis=" + length.toMillis())))));
        if (!setting.jta()) {
            contestants.add(Contestant.peer("Axon Framework, JDBC", length -> axon.run(setting, length)));
        }
        return new Cell(setting.label(), "events/s", contestants, () -> database.execute("CHECKPOINT"));
    }

    private Cell uploads(Stage stage, int callers) {
        BenchmarkDatabase database = stage.database();
        BenchmarkServer server = stage.server();
        return new Cell(
                "ndjson-" + callers,
                "events/s",
                List.of(
                        Contestant.limit(
                                "JDBC, unnest of 100, without a head",
                                length -> BareInserts.run(database, Setting.inBatches(callers), length)),
                        Contestant.limit(
                                "JDBC, COPY of 10,000, without a head",
                                length -> Copies.run(database, callers, length)),
                        Contestant.ours(server.metered(length -> Uploads.run(server, newStream(), callers, length)))),
                () -> database.execute("CHECKPOINT"));
    }

    /** Streams are not taken away again: an engine knows where they end. */
    private String newStream() {
        return "Benchmark" + turns.incrementAndGet();
    }
}
