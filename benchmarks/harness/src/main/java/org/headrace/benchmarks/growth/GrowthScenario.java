package org.headrace.benchmarks.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Cell.Preparation;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Pace;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.append.AppendScenario;
import org.headrace.benchmarks.catchup.Passes;
import org.headrace.benchmarks.catchup.TouchedStream;
import org.headrace.benchmarks.saga.SagaScenario;

/**
 * Appends and catching up with more and more in the log, and sagas with a million that have ended. The limit does the same
 * on the same tables, so its ratio shows what of the loss is ours.
 */
public final class GrowthScenario implements Scenario {

    private static final int CALLERS = 16;
    private static final long SAGAS = 1_000_000;

    private final AtomicInteger turns = new AtomicInteger();

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String description() {
        return "appends and catching up with 0.2, 2 and 10 million events in the log; sagas with a million ended";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        TouchedStream.fill(stage.database());
        List<Cell> cells = new ArrayList<>();
        boolean isShort = stage.pace().equals(Pace.SHORT);
        for (double millions : isShort ? List.of(0.2, 2.0) : List.of(0.2, 2.0, 10.0)) {
            String size = (millions < 1 ? "0.2" : Long.toString((long) millions)) + "m";
            Preparation grown = () -> {
                Past.growTo(stage.database(), (long) (millions * 1e6));
                TouchedStream.tidy(stage.database());
            };
            cells.add(catchUp(stage, size, grown));
            cells.add(append(stage, size, () -> {
                Past.forgetAppended(stage.database());
                grown.prepare();
            }));
        }
        if (!isShort) {
            cells.add(sagas(stage));
        }
        return cells;
    }

    private Cell append(Stage stage, String size, Preparation grown) {
        return AppendScenario.toOneStream(
                "append-" + size, stage, CALLERS, () -> "Grown" + turns.incrementAndGet(), grown);
    }

    private static Cell catchUp(Stage stage, String size, Preparation grown) {
        BenchmarkDatabase database = stage.database();
        BenchmarkServer server = stage.server();
        return new Cell(
                "catch-up-" + size,
                "events/s",
                List.of(
                        Contestant.limit("JDBC, folded, 5,000 a commit", Passes.of(() -> Passes.byHand(database))),
                        Contestant.ours(server.metered(Passes.of(() -> Passes.ours(server))))),
                grown);
    }

    private static Cell sagas(Stage stage) throws Exception {
        var filled = new AtomicBoolean();
        return SagaScenario.happy("sagas-1m", stage, () -> {
            if (filled.compareAndSet(false, true)) {
                Past.addSagas(stage.database(), SAGAS);
            }
            stage.database().execute("CHECKPOINT");
        });
    }
}
