package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store of work holds to: what is there, when it is ready, and who locks it. */
abstract class SagaWorkStoreContract {

    static final Duration LONG = Duration.ofDays(1);

    final String id = UUID.randomUUID().toString();

    /** Of this test alone. */
    final Kind kind = new Kind("saga-" + id, 1, "hash");

    UUID node = UUID.randomUUID();

    abstract SagaStoreEnvironment environment();

    SagaWorkStore work() {
        return environment().work();
    }

    JtaEnvironment jta() {
        return environment().jta();
    }

    @BeforeEach
    void start() {
        node = environment().node(LONG);
    }

    @Test
    void whatIsAddedIsReadyUntilItIsRemoved() {
        assertThat(ready()).isEmpty();
        work().addIfAbsent(id, kind);
        assertThat(ready()).containsExactly(id);

        assertThat(work().remove(id)).isTrue();

        assertThat(work().remove(id)).isFalse();
        assertThat(ready()).isEmpty();
    }

    @Test
    void theStoresClockGoesOnInMicroseconds() throws Exception {
        Instant before = work().now();
        Claim claim = work().addClaimed(id, kind, node);

        Instant held = jta().inTransaction(() -> work().hold(claim, LONG))
                .orElseThrow()
                .now();

        assertThat(before).isEqualTo(before.truncatedTo(ChronoUnit.MICROS));
        assertThat(held).isEqualTo(held.truncatedTo(ChronoUnit.MICROS)).isBetween(before, work().now());
    }

    @Test
    void whatHasBeenReadyForLongestComesFirst() {
        for (String name : List.of("-b", "-a", "-c")) {
            work().addIfAbsent(id + name, kind);
        }

        List<Claim> first = claim(node, 2);

        assertThat(first).extracting(Claim::sagaId).containsExactly(id + "-b", id + "-a");
        work().giveBack(first.get(0), Duration.ZERO);
        assertThat(claim(node, 100, id + "-a")).extracting(Claim::sagaId).containsExactly(id + "-c", id + "-b");
    }

    @Test
    void aDelayIsKept() {
        Claim claim = work().addClaimed(id, kind, node);
        long begun = System.nanoTime();
        work().giveBack(claim, Duration.ofMillis(400));
        assertThat(ready()).isEmpty();

        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> ready().contains(id));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(395));
    }

    @Test
    void workIsMadeReadyAtOnce() throws Exception {
        addForLater(id);
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
        addForLater(id);
        work().addIfAbsent(id, kind);
        assertThat(ready()).isEmpty();

        work().addIfAbsent(id + "-new", kind);
        jta().rolledBack(() -> {
            work().addIfAbsent(id + "-rolled-back", kind);
            return null;
        });

        assertThat(ready()).containsExactly(id + "-new");
        assertThatThrownBy(() -> work().addClaimed(id, kind, node)).isInstanceOf(IllegalStateException.class);
        assertThat(ready()).containsExactly(id + "-new");
    }

    @Test
    void aLockedEntryIsNotLockedTwice() throws Exception {
        work().addIfAbsent(id, kind);
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
        work().addIfAbsent(id, kind);

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
    void whatIsLockedIsNeitherClaimedNorTouchedNorWaitedFor() throws Exception {
        work().addIfAbsent(id, kind);
        work().addIfAbsent(id + "-free", kind);
        addForLater(id + "-later");
        jta().inTransaction(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(work().tryLock(id + "-later")).isTrue();
            elsewhere(() -> {
                assertThat(ready()).containsExactly(id + "-free");
                assertThat(work().claimOne(node, id)).isEmpty();
                work().makeReady(id + "-later");
                work().addIfAbsent(id + "-later", kind);
                return null;
            });
            return null;
        });

        assertThat(ready()).containsExactly(id, id + "-free");
    }

    @Test
    void whatSomebodyMovesOrRemovesIsNotWaitedFor() throws Exception {
        Claim claim = work().addClaimed(id, kind, node);
        addForLater(id + "-removed");
        jta().rolledBack(() -> {
            work().giveBack(claim, Duration.ZERO);
            work().remove(id + "-removed");
            elsewhere(() -> {
                for (String held : List.of(id, id + "-removed")) {
                    work().makeReady(held);
                    work().addIfAbsent(held, kind);
                    assertThat(work().claimOne(node, held)).isEmpty();
                    assertThat(jta().inTransaction(() -> work().tryLock(held))).isFalse();
                }
                assertThat(jta().inTransaction(() -> work().hold(claim, LONG))).isEmpty();
                return null;
            });
            return null;
        });

        assertThat(ready(id)).isEmpty();
        assertThat(work().remove(id + "-removed")).isTrue();
    }

    @Test
    void aRollbackTakesEverythingBack() throws Exception {
        work().addIfAbsent(id, kind);
        Claim claim = work().addClaimed(id + "-claimed", kind, node);

        jta().rolledBack(() -> {
            work().addClaimed(id + "-new", kind, node);
            assertThat(work().tryLock(id + "-new")).isTrue();
            work().remove(id);
            work().giveBack(claim, Duration.ZERO);
            return null;
        });

        assertThat(ready(id + "-claimed")).containsExactly(id);
        assertThat(work().remove(id + "-new")).isFalse();
        assertThat(jta().inTransaction(() -> work().hold(claim, LONG))).isPresent();
    }

    @Test
    void manyWhoLockWhatIsReadyEachGetTheirOwn() throws Exception {
        for (int i = 0; i < 40; i++) {
            work().addIfAbsent(id + "-" + i, kind);
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

    @Test
    void whatNoLivingNodeHasIsToldByKind() {
        Instant before = work().now();
        work().addIfAbsent(id + "-1", kind);
        Instant after = work().now();
        work().addIfAbsent(id + "-2", kind);
        work().addClaimed(id + "-dead", kind, UUID.randomUUID());
        work().addClaimed(id + "-living", kind, node);
        addForLater(id + "-later");
        var changed = new Kind(kind.sagaName(), 1, "changed");
        work().addIfAbsent(id + "-changed", changed);

        List<Unclaimed> told = unclaimed(Duration.ZERO);

        assertThat(told).extracting(Unclaimed::kind).containsExactly(changed, kind);
        assertThat(told).extracting(Unclaimed::count).containsExactly(1L, 3L);
        assertThat(told.get(1).readySince()).isBetween(before, after);
        assertThat(unclaimed(LONG)).isEmpty();
        Awaitility.await().until(() -> unclaimed(Duration.ofMillis(200)).size() == 2);
    }

    List<Unclaimed> unclaimed(Duration readyFor) {
        return work().unclaimed(readyFor).stream()
                .filter(it -> it.kind().sagaName().equals(kind.sagaName()))
                .toList();
    }

    List<Claim> claim(UUID claimer, int limit, String... having) {
        return work().claim(claimer, List.of(kind), List.of(having), limit);
    }

    void addForLater(String sagaId) {
        work().giveBack(work().addClaimed(sagaId, kind, node), LONG);
    }

    /** In the order in which they are claimed; they are given back. */
    List<String> ready(String... having) {
        List<Claim> claims = claim(node, 100, having);
        claims.forEach(claim -> work().giveBack(claim, Duration.ZERO));
        return claims.stream().map(Claim::sagaId).toList();
    }

    private boolean lockedElsewhere() throws Exception {
        return elsewhere(() -> jta().inTransaction(() -> work().tryLock(id)));
    }
}
