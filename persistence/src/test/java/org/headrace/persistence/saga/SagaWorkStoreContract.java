package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.junit.jupiter.api.Test;

/** What a store of work holds to. */
abstract class SagaWorkStoreContract {

    private static final Duration LONG = Duration.ofDays(1);

    private final String id = UUID.randomUUID().toString();

    /** Of this test alone. */
    private final Kind kind = new Kind("saga-" + id, 1);

    abstract SagaStoreEnvironment environment();

    private SagaWorkStore work() {
        return environment().work();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    @Test
    void whatIsScheduledIsReadyUntilItIsRemoved() {
        assertThat(ready()).isEmpty();
        work().schedule(id, kind, Duration.ZERO);
        assertThat(ready()).containsExactly(id);

        assertThat(work().remove(id)).isTrue();

        assertThat(work().remove(id)).isFalse();
        assertThat(ready()).isEmpty();
    }

    @Test
    void whatHasBeenReadyForLongestComesFirst() {
        work().schedule(id + "-b", kind, Duration.ZERO);
        work().schedule(id + "-a", kind, Duration.ZERO);
        work().schedule(id + "-c", kind, Duration.ZERO);
        assertThat(ready()).containsExactly(id + "-b", id + "-a", id + "-c");
        assertThat(work().ready(List.of(kind), 2)).containsExactly(id + "-b", id + "-a");

        work().schedule(id + "-b", kind, Duration.ZERO);

        assertThat(ready()).containsExactly(id + "-a", id + "-c", id + "-b");
    }

    @Test
    void onlyWorkThatTheCallerCanDoIsListed() {
        var second = new Kind(kind.sagaName(), 2);
        var other = new Kind("other-" + id, 1);
        work().schedule(id + "-1", kind, Duration.ZERO);
        work().schedule(id + "-2", second, Duration.ZERO);
        work().schedule(id + "-3", other, Duration.ZERO);

        assertThat(work().ready(List.of(), 10)).isEmpty();
        assertThat(work().ready(List.of(second), 10)).containsExactly(id + "-2");
        assertThat(work().ready(List.of(second, other, second), 10)).containsExactly(id + "-2", id + "-3");
        assertThat(work().ready(List.of(new Kind("other-" + id, 2)), 10)).isEmpty();
        work().schedule(id + "-1", other, Duration.ZERO);
        assertThat(work().ready(List.of(kind), 10)).isEmpty();
    }

    @Test
    void aDelayIsKept() {
        long begun = System.nanoTime();
        work().schedule(id, kind, Duration.ofMillis(400));
        assertThat(ready()).isEmpty();

        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> ready().contains(id));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(395));
        work().schedule(id, kind, LONG);
        assertThat(ready()).isEmpty();
    }

    @Test
    void workIsMadeReadyAtOnce() throws Exception {
        work().schedule(id, kind, LONG);
        jta().rolledBack(() -> {
            work().makeReady(id);
            return null;
        });
        assertThat(ready()).isEmpty();

        work().makeReady(id);

        assertThat(ready()).containsExactly(id);
        work().makeReady(id + "-absent");
        assertThat(ready()).containsExactly(id);
    }

    @Test
    void whatIsAbsentIsAddedAndWhatIsThereStaysAsItIs() throws Exception {
        work().schedule(id, kind, LONG);
        work().addIfAbsent(id, kind);
        assertThat(ready()).isEmpty();

        work().addIfAbsent(id + "-new", kind);
        jta().rolledBack(() -> {
            work().addIfAbsent(id + "-rolled-back", kind);
            return null;
        });

        assertThat(ready()).containsExactly(id + "-new");
    }

    @Test
    void aHeldEntryIsNotLockedTwice() throws Exception {
        work().schedule(id, kind, Duration.ZERO);
        jta().inTransaction(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(work().tryLock(id)).isTrue();
            assertThat(lockedElsewhere()).isFalse();
            return null;
        });
        assertThat(lockedElsewhere()).as("after the commit").isTrue();

        jta().rolledBack(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(lockedElsewhere()).isFalse();
            return null;
        });

        assertThat(lockedElsewhere()).as("after the rollback").isTrue();
    }

    @Test
    void whatIsAbsentCannotBeLocked() throws Exception {
        assertThat(lockedElsewhere()).isFalse();
        work().schedule(id, kind, Duration.ZERO);

        jta().inTransaction(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(work().remove(id)).isTrue();
            assertThat(work().tryLock(id)).isFalse();
            assertThat(lockedElsewhere()).isFalse();
            return null;
        });

        assertThat(lockedElsewhere()).isFalse();
        assertThat(ready()).isEmpty();
    }

    @Test
    void whatIsHeldIsNeitherListedNorTouchedNorWaitedFor() throws Exception {
        work().schedule(id, kind, Duration.ZERO);
        work().schedule(id + "-free", kind, Duration.ZERO);
        work().schedule(id + "-held", kind, LONG);
        jta().inTransaction(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(work().tryLock(id + "-held")).isTrue();
            elsewhere(() -> {
                assertThat(work().ready(List.of(kind), 1)).containsExactly(id + "-free");
                work().makeReady(id + "-held");
                work().addIfAbsent(id + "-held", kind);
                return null;
            });
            return null;
        });

        assertThat(ready()).containsExactly(id, id + "-free");
    }

    @Test
    void whatSomebodyMovesOrRemovesIsNotWaitedFor() throws Exception {
        work().schedule(id, kind, LONG);
        work().schedule(id + "-removed", kind, LONG);
        jta().rolledBack(() -> {
            work().schedule(id, kind, LONG);
            work().remove(id + "-removed");
            elsewhere(() -> {
                for (String held : List.of(id, id + "-removed")) {
                    work().makeReady(held);
                    work().addIfAbsent(held, kind);
                    assertThat(jta().inTransaction(() -> work().tryLock(held))).isFalse();
                }
                return null;
            });
            return null;
        });

        assertThat(ready()).isEmpty();
        assertThat(work().remove(id + "-removed")).isTrue();
    }

    @Test
    void aRollbackTakesEverythingBack() throws Exception {
        work().schedule(id, kind, Duration.ZERO);

        jta().rolledBack(() -> {
            work().schedule(id + "-new", kind, Duration.ZERO);
            assertThat(work().tryLock(id + "-new")).isTrue();
            work().remove(id);
            return null;
        });

        assertThat(ready()).containsExactly(id);
        assertThat(work().remove(id + "-new")).isFalse();
    }

    @Test
    void manyWhoLockWhatIsReadyEachGetTheirOwn() throws Exception {
        for (int i = 0; i < 40; i++) {
            work().schedule(id + "-" + i, kind, Duration.ZERO);
        }

        List<Integer> done = Concurrently.all(4, worker -> () -> {
            int mine = 0;
            for (int i = 0; i < 40; i++) {
                String entry = id + "-" + i;
                mine += jta().inTransaction(() -> work().tryLock(entry) && work().remove(entry)) ? 1 : 0;
            }
            return mine;
        });

        // Whoever finds an entry held passes it by, and leaves it to who holds it.
        assertThat(done.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        assertThat(ready()).isEmpty();
    }

    private List<String> ready() {
        return work().ready(List.of(kind), 100);
    }

    private boolean lockedElsewhere() throws Exception {
        return elsewhere(() -> jta().inTransaction(() -> work().tryLock(id)));
    }
}
