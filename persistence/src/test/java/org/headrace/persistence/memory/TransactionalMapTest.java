package org.headrace.persistence.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.junit.jupiter.api.Test;

class TransactionalMapTest {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final HeapTransactions heap = new HeapTransactions(jta.registry());
    private final TransactionalMap<String, Integer> map = heap.newMap();

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

    /** As whoever sees a checkpoint must see the read model that it stands for. */
    @Test
    void whatATransactionWroteFirstIsSeenFirst() throws Exception {
        List<Boolean> seenWhileTheSecondIsWritten = new ArrayList<>();
        TransactionalMap<Object, Integer> second = heap.newMap();
        Object looking =
                looking(() -> seenWhileTheSecondIsWritten.add(map.get("first").isPresent()));
        jta.inTransaction(() -> {
            map.put("first", 1);
            second.put(looking, 2);
            seenWhileTheSecondIsWritten.clear();
            return null;
        });

        assertThat(seenWhileTheSecondIsWritten).isNotEmpty().containsOnly(true);
    }

    /** Else who waits for the lock would go by what was there before. */
    @Test
    void aLockIsHeldUntilEverythingIsWritten() throws Exception {
        List<Boolean> heldWhileTheSecondIsWritten = new ArrayList<>();
        TransactionalMap<Object, Integer> second = heap.newMap();
        Object looking = looking(() -> heldWhileTheSecondIsWritten.add(map.isHeldByAnother("lock")));
        jta.inTransaction(() -> {
            assertThat(map.tryLock("lock")).isTrue();
            second.put(looking, 2);
            heldWhileTheSecondIsWritten.clear();
            return null;
        });

        assertThat(heldWhileTheSecondIsWritten).isNotEmpty().containsOnly(true);
        assertThat(map.isHeldByAnother("lock")).isFalse();
    }

    /** A key that looks around whenever a map is asked for it. */
    private static Object looking(Runnable look) {
        return new Object() {
            @Override
            public int hashCode() {
                look.run();
                return 1;
            }

            @Override
            public boolean equals(Object other) {
                return this == other;
            }
        };
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

    @Test
    void aHeldEntryIsNotLockedAgainUntilItsTransactionEnds() throws Exception {
        jta.inTransaction(() -> {
            assertThat(map.tryLock("n")).isTrue();
            assertThat(map.tryLock("n")).isTrue();
            assertThat(map.isHeldByAnother("n")).isFalse();
            assertThat(elsewhere(() -> jta.inTransaction(() -> map.tryLock("n"))))
                    .isFalse();
            assertThat(elsewhere(() -> map.isHeldByAnother("n"))).isTrue();
            return null;
        });
        assertThat(map.isHeldByAnother("n")).isFalse();

        jta.rolledBack(() -> map.tryLock("n"));

        assertThat(jta.inTransaction(() -> map.tryLock("n"))).isTrue();
    }

    @Test
    void aLockNeedsATransaction() {
        assertThatThrownBy(() -> map.tryLock("n")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anUpdateOfAHeldEntryWaitsAndATriedOneDoesNot() throws Exception {
        map.put("n", 1);
        try (var others = new Concurrently()) {
            Future<Optional<Integer>> waiting = jta.inTransaction(() -> {
                map.update("n", n -> n.map(value -> value + 10));
                assertThat(elsewhere(() -> map.tryUpdate("n", n -> Optional.of(0))))
                        .isFalse();
                assertThat(elsewhere(() -> jta.inTransaction(() -> map.tryUpdate("n", n -> Optional.of(0)))))
                        .isFalse();
                var updater = new AtomicReference<Thread>();
                Future<Optional<Integer>> update = others.start(() -> {
                    updater.set(Thread.currentThread());
                    return map.update("n", n -> n.map(value -> value + 100));
                });
                Awaitility.await()
                        .until(() -> updater.get() != null
                                && updater.get().getState() == Thread.State.TIMED_WAITING
                                && !update.isDone());
                return update;
            });
            assertThat(Concurrently.await(waiting)).contains(11);
        }
        assertThat(map.get("n")).contains(111);
        assertThat(map.tryUpdate("n", n -> Optional.empty())).isTrue();
        assertThat(map.get("n")).isEmpty();
        assertThat(jta.rolledBack(() -> map.tryUpdate("n", n -> Optional.of(5))))
                .isTrue();
        assertThat(map.get("n")).isEmpty();
    }

    @Test
    void updatesOutsideOfTransactionsLoseNone() throws Exception {
        Concurrently.all(4, i -> () -> {
            for (int round = 0; round < 1000; round++) {
                map.update("n", n -> Optional.of(n.orElse(0) + 1));
            }
            return null;
        });

        assertThat(map.get("n")).contains(4000);
    }

    private static <T> T elsewhere(Callable<T> task) throws Exception {
        try (var others = new Concurrently()) {
            return Concurrently.await(others.start(task));
        }
    }
}
