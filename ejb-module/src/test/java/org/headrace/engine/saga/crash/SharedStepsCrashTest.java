package org.headrace.engine.saga.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.crash.SagaInvariants.Expected;
import org.headrace.saga.SagaState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sagas at once whose steps share transactions, on a node that is killed in the middle, wherever it is then. */
@Timeout(300)
class SharedStepsCrashTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int KILLS = Integer.getInteger("headrace.test.shared-kills", 3);
    private static final int SAGAS = 200;

    private final CrashDatabase database = CrashDatabase.open();
    private final FakeGateway gateway = new FakeGateway();

    SharedStepsCrashTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        gateway.close();
        database.close();
    }

    @Test
    void what_shared_a_transaction_with_a_killed_node_is_done_once_or_undone_once() {
        var random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            database.execute("TRUNCATE saga_states, saga_work, saga_step_log, saga_log_queue, effects");
            killAfter(kill, 20 + random.nextInt(SAGAS));
            assertThat(violated()).as("kill " + kill).isEmpty();
            assertThat(shared()).as("transactions that steps shared").isPositive();
        }
    }

    private void killAfter(int number, int effects) {
        try (NodeProcess node = NodeProcess.start(
                new CrashNode.Settings(database.jdbcUrl(), "shared-" + number, gateway.url(), LEASE, STEP, 16))) {
            node.startMany(SAGAS);
            // A few hundred milliseconds later at most than it is so.
            while (database.count("SELECT count(*) FROM effects") < effects) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            node.halt();
            assertThat(database.count("SELECT count(*) FROM saga_work"))
                    .as("under way when it was killed")
                    .isPositive();
        }
        try (EngineNode next = database.newNode(
                "next-" + number, LEASE, CrashSaga.all(database.work(gateway, "next-" + number), STEP))) {
            Awaitility.await()
                    .atMost(DEADLINE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> next.heldCount() == 0
                            && database.count("SELECT count(*) FROM saga_states WHERE state NOT IN (2, 4)") == 0);
        }
    }

    /** By saga; of those whose start was not answered there may be none. */
    private Map<String, List<String>> violated() {
        Map<String, List<String>> violated = new TreeMap<>();
        List<String> names =
                database.column("SELECT correlation_id FROM saga_states WHERE correlation_id LIKE 'many-%'");
        assertThat(names).doesNotHaveDuplicates().isNotEmpty();
        for (String name : new ArrayList<>(names)) {
            boolean isUndone = Integer.parseInt(name.substring("many-".length())) % 2 == 1;
            var expected = new Expected(name, isUndone ? SagaState.COMPENSATED : SagaState.COMPLETED, isUndone ? 1 : 0);
            List<String> found = SagaInvariants.violated(database, gateway, expected);
            if (!found.isEmpty()) {
                violated.put(name, found);
            }
        }
        return violated;
    }

    private long shared() {
        return database.count("SELECT count(*) FROM (SELECT xmin::text FROM effects GROUP BY xmin::text"
                + " HAVING count(DISTINCT saga_id) > 1) AS shared");
    }
}
