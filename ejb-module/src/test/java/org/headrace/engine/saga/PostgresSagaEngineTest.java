package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSagaEngineTest extends SagaEngineContract {

    @RegisterExtension
    static final SagaDatabase database = SagaDatabase.open();

    @Override
    SagaEnvironment newEnvironment() {
        return database.newEnvironment();
    }

    @AfterEach
    void everyConnectionIsBackInThePool() {
        env.close();
        Awaitility.await("all connections back").until(() -> database.jta().connectionsInUse() == 0);
    }

    @Test
    void a_step_whose_connection_is_cut_is_run_again_and_has_happened_once() throws Exception {
        var atB = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        definition.at("B", context -> {
            assertThat(context.attempt()).isZero();
            if (atB.getCount() > 0) {
                hold(atB, release);
            }
        });
        Node node = env.newNode(definition);

        String id = start(node);
        assertThat(atB.await(30, TimeUnit.SECONDS)).isTrue();
        int cut = cutBackendsInTransaction();
        release.countDown();
        SagaStatus status = node.await(id, SagaState.COMPLETED);

        assertThat(cut).as("backends cut").isPositive();
        assertThat(env.effects().of(id)).containsExactly("A", "B", "C");
        assertThat(status.data().get("doneB", Integer.class))
                .as("failures that counted")
                .isZero();
    }

    private static int cutBackendsInTransaction() {
        return new Jdbc(database.embedded().dataSource())
                .first(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND state = 'idle in transaction'",
                        statement -> {},
                        row -> row.getInt(1))
                .orElseThrow();
    }
}
