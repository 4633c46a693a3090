package org.headrace.benchmarks.idle;

import java.time.Duration;
import java.util.List;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Role;
import org.headrace.benchmarks.Pace;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;

/**
 * Nothing is appended: what the server's process then uses of a processor, and how many statements it sends, with ever
 * more streams, followed streams and projections.
 */
public final class IdleScenario implements Scenario {

    /** What happens once in some seconds should happen in every turn. */
    private static final Pace WHOLE = new Pace(Duration.ofSeconds(60), 3, Duration.ofSeconds(40));

    private static final Pace SHORT = new Pace(Duration.ofSeconds(3), 2, Duration.ofSeconds(10));

    private static final int CLIENTS = 10;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "a server with Headrace and nothing to do, beside one with an empty application";
    }

    @Override
    public Pace pace(Pace asked) {
        return asked.equals(Pace.SHORT) ? SHORT : WHOLE;
    }

    @Override
    public boolean countsStatements() {
        return true;
    }

    /** Streams do not go away again, so their number only grows. */
    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        var counts = StatementCounts.begin(stage.database());
        var load = new IdleLoad(stage);
        return List.of(
                cell(stage, counts, load, "streams-10", new IdleLoad.Size(10, 10, CLIENTS, 1)),
                cell(stage, counts, load, "streams-10000", new IdleLoad.Size(10_000, 10, CLIENTS, 1)),
                cell(stage, counts, load, "followed-1000", new IdleLoad.Size(10_000, 10, CLIENTS, 100)),
                cell(stage, counts, load, "projections-100", new IdleLoad.Size(10_000, 100, CLIENTS, 1)));
    }

    private static Cell cell(Stage stage, StatementCounts counts, IdleLoad load, String name, IdleLoad.Size size)
            throws Exception {
        BenchmarkServer empty = stage.others().empty();
        var turns = new IdleTurns(new Consumption(empty, counts), new Consumption(stage.server(), counts), load, size);
        return new Cell(
                name,
                "% of a core",
                List.of(
                        new Contestant("the same server, empty", Role.LIMIT, turns::empty),
                        Contestant.ours(turns::ours)),
                () -> load.bring(size));
    }
}
