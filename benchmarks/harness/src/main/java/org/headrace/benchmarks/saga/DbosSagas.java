package org.headrace.benchmarks.saga;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.workload.Callers.Call;

/**
 * The same with DBOS Transact, as a library in this process: a workflow whose steps write a row each, and which undoes
 * by itself what it has done, since DBOS has no compensation.
 */
final class DbosSagas {

    /** What DBOS makes a workflow of. */
    public interface Sagas {

        String run(boolean fails, String data);
    }

    private final Sagas sagas;

    DbosSagas(BenchmarkDatabase database) {
        var config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(2 * SagaScenario.CALLERS);
        var pool = new HikariDataSource(config);
        var dbos =
                new DBOS(DBOSConfig.defaults("benchmark").withDataSource(pool).withMigrate(true));
        sagas = dbos.registerProxy(Sagas.class, new Workflows(dbos, pool));
        dbos.launch();
    }

    double run(Story story, Duration length) throws Exception {
        Call job = () -> {
            sagas.run(story == Story.COMPENSATED, SagaRows.DATA);
            return 1;
        };
        List<Call> jobs = Collections.nCopies(SagaScenario.CALLERS, job);
        return Jobs.rate(jobs, length);
    }

    /** Public, as DBOS wants its workflows. */
    public static final class Workflows implements Sagas {

        private final DBOS dbos;
        private final HikariDataSource pool;

        Workflows(DBOS dbos, HikariDataSource pool) {
            this.dbos = dbos;
            this.pool = pool;
        }

        @Workflow(name = "benchmark")
        @Override
        public String run(boolean fails, String data) {
            try {
                step("A");
                step("B");
                if (!fails) {
                    step("C");
                } else {
                    step("undo B");
                    step("undo A");
                }
                return data;
            } catch (SQLException e) {
                throw new IllegalStateException("A step failed", e);
            }
        }

        private void step(String name) throws SQLException {
            dbos.runStep(() -> effect(name), name);
        }

        private void effect(String name) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                SagaRows.effect(connection, DBOS.workflowId(), name);
            }
        }
    }
}
