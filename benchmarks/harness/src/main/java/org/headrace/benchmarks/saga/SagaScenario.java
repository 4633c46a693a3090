package org.headrace.benchmarks.saga;

import java.util.ArrayList;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Cell.Preparation;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;

/** Sixteen callers, each of which starts a saga, waits for its end and starts the next. */
public final class SagaScenario implements Scenario {

    static final int CALLERS = 16;

    static final String TABLES =
            """
            CREATE TABLE IF NOT EXISTS benchmark_effects (n BIGINT GENERATED ALWAYS AS IDENTITY, saga_id TEXT, effect TEXT);
            CREATE TABLE IF NOT EXISTS benchmark_bare (
                id UUID PRIMARY KEY, state INT NOT NULL, step INT NOT NULL, data JSONB NOT NULL, updated TIMESTAMPTZ NOT NULL)
            """;

    @Override
    public String name() {
        return "sagas";
    }

    @Override
    public String description() {
        return "three transactional steps, 16 callers, state durable after each step: done, and undone";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        BenchmarkDatabase database = stage.database();
        database.execute(TABLES);
        var peers = new Peers(new DbosSagas(database), AxonSagas.tuned(database), AxonSagas.asItComes(database));
        return List.of(cell(stage, peers, Story.HAPPY), cell(stage, peers, Story.COMPENSATED));
    }

    private record Peers(DbosSagas dbos, AxonSagas axon, AxonSagas axonAsItComes) {

        List<Contestant> of(Story story) {
            return List.of(
                    Contestant.peer("DBOS Transact", length -> dbos.run(story, length)),
                    Contestant.peer("Axon Framework, tuned", length -> axon.run(story, length)),
                    Contestant.peer("Axon Framework, as it comes", length -> axonAsItComes.runAWhile(story, length)));
        }
    }

    /** Sagas of three steps that are done, whatever is there already, beside the first limit. */
    public static Cell happy(String name, Stage stage, Preparation between) throws Exception {
        stage.database().execute(TABLES);
        return cell(name, stage, Story.HAPPY, List.of(sameRows(stage, Story.HAPPY), ours(stage, Story.HAPPY)), () -> {
            stage.database().execute("TRUNCATE benchmark_effects");
            between.prepare();
        });
    }

    private static Contestant sameRows(Stage stage, Story story) {
        return Contestant.limit(
                "JDBC, the same rows and commits", length -> SameRows.run(stage.database(), story, length));
    }

    private static Contestant ours(Stage stage, Story story) {
        String path = "/api/benchmark/sagas?callers=" + CALLERS + "&fails=" + (story == Story.COMPENSATED) + "&millis=";
        return Contestant.ours(stage.server().metered(length -> stage.server().rate(path + length.toMillis())));
    }

    private static Cell cell(Stage stage, Peers peers, Story story) {
        BenchmarkDatabase database = stage.database();
        List<Contestant> contestants = new ArrayList<>(List.of(
                sameRows(stage, story),
                Contestant.limit(
                        "JDBC, a row a saga, same commits", length -> BareCommits.run(database, story, length)),
                ours(stage, story)));
        contestants.addAll(peers.of(story));
        return cell(story.label() + "-" + CALLERS, stage, story, contestants, () -> tidy(database, peers));
    }

    private static Cell cell(String name, Stage stage, Story story, List<Contestant> contestants, Preparation between) {
        var check = new EffectsCheck(stage.database(), story);
        return new Cell(name, "sagas/s", contestants.stream().map(check::of).toList(), between);
    }

    /** Every turn begins with empty tables and after a checkpoint. What was queued for the log is let go with them. */
    private static void tidy(BenchmarkDatabase database, Peers peers) throws Exception {
        database.execute(
                "TRUNCATE saga_states, saga_work, saga_step_log, saga_log_queue, benchmark_effects, benchmark_bare");
        peers.axon().tidy();
        peers.axonAsItComes().tidy();
        database.execute("CHECKPOINT");
    }
}
