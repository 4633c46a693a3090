package org.headrace.persistence.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.Future;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.junit.jupiter.api.Test;

class TransactionalMapTest {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final TransactionalMap<String, Integer> map = new HeapTransactions(jta.registry()).newMap();

    @Test
    void writesOutsideATransactionTakeEffectAtOnce() {
        map.put("a", 1);
        map.put("b", 2);
        map.remove("a");

        assertThat(map.snapshot()).isEqualTo(Map.of("b", 2));
    }

    @Test
    void aTransactionSeesItsOwnWritesAndNobodyElseDoesBeforeTheCommit() throws Exception {
        map.put("a", 1);
        jta.inTransaction(() -> {
            map.put("a", 2);
            map.put("b", 3);
            assertThat(map.get("a")).contains(2);
            assertThat(map.snapshot()).isEqualTo(Map.of("a", 2, "b", 3));
            try (var others = new Concurrently()) {
                Future<Map<String, Integer>> seen = others.start(map::snapshot);
                assertThat(Concurrently.await(seen)).isEqualTo(Map.of("a", 1));
            }
            return null;
        });

        assertThat(map.snapshot()).isEqualTo(Map.of("a", 2, "b", 3));
    }

    @Test
    void aRollbackForgetsEverything() throws Exception {
        map.put("a", 1);
        jta.rolledBack(() -> {
            map.clear();
            map.put("b", 2);
            map.remove("a");
            assertThat(map.snapshot()).isEqualTo(Map.of("b", 2));
            return null;
        });

        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void clearingThenWritingLeavesWhatWasWrittenAfterwards() throws Exception {
        map.put("a", 1);
        map.put("b", 1);
        jta.inTransaction(() -> {
            map.put("b", 5);
            map.clear();
            map.put("c", 2);
            assertThat(map.get("a")).isEmpty();
            assertThat(map.get("b")).isEmpty();
            return null;
        });

        assertThat(map.snapshot()).isEqualTo(Map.of("c", 2));
    }

    @Test
    void lockedReadsLoseNoUpdate() throws Exception {
        map.put("n", 0);

        Concurrently.all(4, i -> () -> {
            for (int round = 0; round < 200; round++) {
                jta.inTransaction(() -> {
                    map.put("n", map.getForUpdate("n").orElseThrow() + 1);
                    return null;
                });
            }
            return null;
        });

        assertThat(map.get("n")).contains(800);
    }
}
