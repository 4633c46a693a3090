package org.headrace.benchmarks.saga;

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

    private static final String TABLES =
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
        var dbos = new DbosSagas(database);
        return List.of(cell(stage, dbos, Story.HAPPY), cell(stage, dbos, Story.COMPENSATED));
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

    private static Cell cell(Stage stage, DbosSagas dbos, Story story) {
        BenchmarkDatabase database = stage.database();
        return cell(
                story.label() + "-" + CALLERS,
                stage,
                story,
                List.of(
                        sameRows(stage, story),
                        Contestant.limit(
                                "JDBC, a row a saga, same commits", length -> BareCommits.run(database, story, length)),
                        ours(stage, story),
                        Contestant.peer("DBOS Transact", length -> dbos.run(story, length))),
                () -> tidy(database));
    }

    private static Cell cell(String name, Stage stage, Story story, List<Contestant> contestants, Preparation between) {
        var check = new EffectsCheck(stage.database(), story);
        return new Cell(name, "sagas/s", contestants.stream().map(check::of).toList(), between);
    }

    /** Every turn begins with empty tables and after a checkpoint. What was queued for the log is let go with them. */
    private static void tidy(BenchmarkDatabase database) throws Exception {
        database.execute(
                "TRUNCATE saga_states, saga_work, saga_step_log, saga_log_queue, benchmark_effects, benchmark_bare");
        database.execute("CHECKPOINT");
    }
}
