package org.headrace.benchmarks.catchup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Turn;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;

/** 200,000 events of 1,000 users, all of which a turn reads again and again. */
public final class CatchUpScenario implements Scenario {

    private static final String EACH =
            "/api/benchmark/catch-up?projection=benchmark-entities&events=" + TouchedStream.EVENTS;

    @Override
    public String name() {
        return "catch-up";
    }

    @Override
    public String description() {
        return "200,000 events into statistics of 1,000 users: folded by batch, one by one with JPA, and rebuilt";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        BenchmarkDatabase database = stage.database();
        BenchmarkServer server = stage.server();
        TouchedStream.fill(database);
        AxonCatchUp axon = AxonCatchUp.fill(database);
        return List.of(
                cell(
                        stage,
                        "folded-5000",
                        "events/s",
                        Contestant.limit("JDBC, folded, 5,000 a commit", Passes.of(() -> Passes.byHand(database))),
                        Passes.of(() -> Passes.ours(server)),
                        Contestant.peer("Axon, tracking, 500 folded", length -> axon.folded(length, 500))),
                cell(
                        stage,
                        "each-500",
                        "events/s",
                        Contestant.limit(
                                "JDBC, 2 upserts an event, 500 a commit", length -> EachByHand.run(database, length)),
                        Passes.of(() -> server.rate(EACH)),
                        Contestant.peer("Axon, tracking, 500 a commit", length -> axon.each(length, 500)),
                        Contestant.peer("Axon, tracking, as it comes", length -> axon.each(length, 1))),
                cell(
                        stage,
                        "rebuild",
                        "ms",
                        Contestant.limit("JDBC, TRUNCATE, folded", Passes.millis(() -> Passes.rebuiltByHand(database))),
                        Passes.millis(() -> Passes.rebuilt(server))));
    }

    private static Cell cell(Stage stage, String name, String unit, Contestant limit, Turn ours, Contestant... peers) {
        List<Contestant> contestants =
                new ArrayList<>(List.of(limit, Contestant.ours(stage.server().metered(ours))));
        contestants.addAll(List.of(peers));
        return new Cell(name, unit, contestants, () -> TouchedStream.tidy(stage.database()));
    }

    static double rate(long events, long nanos) {
        return events * 1e9 / Math.max(1, nanos);
    }

    static boolean isOver(long begin, Duration length) {
        return System.nanoTime() - begin > length.toNanos();
    }
}
