package org.headrace.benchmarks.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Axon's sagas do what ours do, and a turn whose sagas have not done it is refused. */
class AxonSagasTest {

    private static BenchmarkDatabase database;
    private static AxonSagas axon;

    @BeforeAll
    static void start() throws Exception {
        database = BenchmarkDatabase.start(Files.createTempDirectory(Path.of("target"), "postgresql-"), false);
        database.execute(SagaScenario.TABLES);
        axon = AxonSagas.tuned(database);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        database.execute("TRUNCATE benchmark_effects");
        axon.tidy();
    }

    @ParameterizedTest
    @EnumSource
    void eachSagaHasItsEffectsOnceAndIsGone(Story story) throws Exception {
        axon.run(story, Duration.ofMillis(300));

        new EffectsCheck(database, story).check("Axon", 1);
        assertThat(database.ask("SELECT count(*) FROM axon_tuned_sagas")).isEqualTo("0");
    }

    @Test
    void aTurnIsRefusedWhoseSagasHaveNotDoneWhatTheyAreCountedFor() throws Exception {
        var check = new EffectsCheck(database, Story.HAPPY);
        effects("one", "A", "B", "C");
        check.check("X", 1);
        assertThatThrownBy(() -> check.check("X", 2)).hasMessage("X has counted 2 sagas, but only 1 have effects");

        effects("two", "A", "B");
        assertThatThrownBy(() -> check.check("X", 1))
                .hasMessage("Of X, saga two has the effects A, B in place of A, B, C");
        effects("two", "C", "C");
        assertThatThrownBy(() -> check.check("X", 1)).hasMessageContaining("has the effects A, B, C, C in place of");
    }

    private static void effects(String saga, String... effects) throws SQLException {
        for (String effect : effects) {
            database.execute(
                    "INSERT INTO benchmark_effects (saga_id, effect) VALUES ('" + saga + "', '" + effect + "')");
        }
    }
}
