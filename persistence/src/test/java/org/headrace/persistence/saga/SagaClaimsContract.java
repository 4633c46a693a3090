package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Held;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store of work holds to: which node has what, and by which fence. */
abstract class SagaClaimsContract {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration OVER = Duration.ofMillis(1);

    private final String id = UUID.randomUUID().toString();

    /** Of this test alone. */
    private final Kind kind = new Kind("saga-" + id, 1, "hash");

    private UUID ada = UUID.randomUUID();
    private UUID bob = UUID.randomUUID();

    abstract SagaStoreEnvironment environment();

    private SagaWorkStore work() {
        return environment().work();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    @BeforeEach
    void start() {
        ada = environment().node(LONG);
        bob = environment().node(LONG);
    }

    @Test
    void whatALivingNodeHasNobodyElseGets() throws Exception {
        work().addIfAbsent(id, kind);
        Claim claim = claim(ada).get(0);

        assertThat(claim(bob)).isEmpty();
        assertThat(work().claimOne(bob, id)).isEmpty();
        assertThat(work().claimOne(ada, id)).as("it has it already").isEmpty();
        assertThat(unclaimed()).isEmpty();
        assertThat(isHeld(claim)).isTrue();
    }

    @Test
    void whatADeadNodeHasIsFree() throws Exception {
        UUID dead = environment().node(OVER);
        Claim before = work().addClaimed(id, kind, dead);
        Claim other = work().addClaimed(id + "-other", kind, dead);

        Awaitility.await().until(() -> unclaimed().equals(List.of(2L)));
        List<Claim> claimed = work().claim(bob, List.of(kind), List.of(), 1);
        Claim one = work().claimOne(ada, other.sagaId()).orElseThrow();

        assertThat(claimed).extracting(Claim::sagaId).containsExactly(id);
        assertThat(claimed.get(0).fence()).isGreaterThan(before.fence());
        assertThat(one.fence()).isGreaterThan(other.fence());
        assertThat(isHeld(before)).isFalse();
        assertThat(isHeld(claimed.get(0))).isTrue();
        assertThat(claim(dead)).isEmpty();
    }

    @Test
    void whatANodeHasLostComesBackToIt() throws Exception {
        Claim known = work().addClaimed(id + "-known", kind, ada);
        Claim lost = work().addClaimed(id + "-lost", kind, ada);

        List<Claim> claimed = claim(ada, known.sagaId());

        assertThat(claimed).extracting(Claim::sagaId).containsExactly(lost.sagaId());
        assertThat(isHeld(lost)).isFalse();
        assertThat(isHeld(claimed.get(0))).isTrue();
        assertThat(isHeld(known)).isTrue();
    }

    @Test
    void aNodeWhoseLeaseHasRunOutKeepsWhatItHasUntilAnotherTakesIt() throws Exception {
        UUID late = environment().node(OVER);
        Claim claim = work().addClaimed(id, kind, late);
        Awaitility.await().until(() -> unclaimed().equals(List.of(1L)));

        assertThat(claim(late, id)).isEmpty();
        assertThat(isHeld(claim)).isTrue();
        assertThat(claim(bob)).hasSize(1);
        assertThat(isHeld(claim)).isFalse();
    }

    @Test
    void fencesOnlyRise() throws Exception {
        List<Long> fences = new ArrayList<>();
        fences.add(work().addClaimed(id, kind, ada).fence());
        fences.add(claim(ada).get(0).fence());
        work().giveBack(new Claim(id, fences.get(1)), Duration.ZERO);
        fences.add(work().claimOne(bob, id).orElseThrow().fence());
        work().remove(id);
        fences.add(work().addClaimed(id, kind, ada).fence());
        work().remove(id);
        fences.add(jta().rolledBack(() -> work().addClaimed(id, kind, bob).fence()));
        work().addIfAbsent(id, kind);
        fences.add(claim(bob).get(0).fence());

        assertThat(fences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void onlyWhatTheNodeCanRunIsClaimed() {
        var second = new Kind(kind.sagaName(), 2, "hash");
        var changed = new Kind(kind.sagaName(), 1, "changed");
        var other = new Kind(kind.sagaName() + "-other", 1, "hash");
        work().addIfAbsent(id + "-second", second);
        work().addIfAbsent(id + "-changed", changed);
        work().addIfAbsent(id + "-other", other);

        assertThat(claim(ada)).isEmpty();
        assertThat(work().claim(ada, List.of(), List.of(), 10)).isEmpty();
        assertThat(unclaimedKinds()).containsExactly(changed, second);

        assertThat(work().claim(ada, List.of(second, other, second), List.of(), 10))
                .extracting(Claim::sagaId)
                .containsExactly(id + "-second", id + "-other");
        assertThat(unclaimedKinds()).containsExactly(changed);
        assertThat(work().claim(ada, List.of(kind, changed), List.of(), 10))
                .extracting(Claim::sagaId)
                .containsExactly(id + "-changed");
    }

    @Test
    void whatWasStoredBeforeThereWereHashesIsRunByAnySteps() {
        work().addIfAbsent(id + "-old", new Kind(kind.sagaName(), 1, ""));
        work().addIfAbsent(id + "-new", kind);

        assertThat(work().claim(ada, List.of(new Kind(kind.sagaName(), 1, "")), List.of(), 10))
                .extracting(Claim::sagaId)
                .containsExactly(id + "-old");
        work().addIfAbsent(id + "-old2", new Kind(kind.sagaName(), 1, ""));
        assertThat(claim(bob)).extracting(Claim::sagaId).containsExactly(id + "-new", id + "-old2");
    }

    @Test
    void noSagaIsClaimedByTwo() throws Exception {
        int count = 300;
        for (int i = 0; i < count; i++) {
            work().addIfAbsent(id + "-" + i, kind);
        }

        List<List<Claim>> claims = Concurrently.all(6, i -> () -> {
            UUID node = environment().node(LONG);
            List<Claim> mine = new ArrayList<>();
            List<String> having = new ArrayList<>();
            // Nothing may be left for a moment only, when others are about to claim it.
            for (int round = 0; round < 2 * count / 7; round++) {
                List<Claim> claimed = work().claim(node, List.of(kind), having, 7);
                assertThat(claimed).hasSizeLessThanOrEqualTo(7);
                claimed.forEach(claim -> having.add(claim.sagaId()));
                mine.addAll(claimed);
            }
            return mine;
        });

        List<Claim> all = claims.stream().flatMap(List::stream).toList();
        assertThat(all).extracting(Claim::sagaId).doesNotHaveDuplicates();
        assertThat(all).extracting(Claim::fence).doesNotHaveDuplicates();
        assertThat(all.size() + claim(bob).size()).isEqualTo(count);
        assertThat(claims.stream().filter(mine -> !mine.isEmpty())).hasSizeGreaterThan(1);
    }

    @Test
    void ofManyWhoClaimOneOneGetsIt() throws Exception {
        for (int round = 0; round < 30; round++) {
            String saga = id + "-" + round;
            work().addIfAbsent(saga, kind);

            List<Optional<Claim>> claims =
                    Concurrently.all(4, i -> () -> work().claimOne(i % 2 == 0 ? ada : bob, saga));

            assertThat(claims.stream().filter(Optional::isPresent)).hasSize(1);
        }
    }

    @Test
    void oneIsClaimedWhenItIsReadyOnly() {
        assertThat(work().claimOne(ada, id)).isEmpty();
        work().giveBack(work().addClaimed(id, kind, ada), LONG);
        assertThat(work().claimOne(ada, id)).isEmpty();

        work().makeReady(id);

        assertThat(work().claimOne(ada, id)).isPresent();
    }

    @Test
    void whoHoldsAnEntryIsToldWhichStateIsTheNewest() throws Exception {
        SagaRecord saga = SagaRecords.plain();
        Claim claim = work().addClaimed(saga.id(), kind, ada);

        assertThat(revisionHeld(claim)).as("without a state").isNull();
        environment().states().add(saga);
        assertThat(revisionHeld(claim)).isZero();
        environment().states().save(saga);
        assertThat(revisionHeld(claim)).isOne();
        Long written = jta().inTransaction(() -> {
            environment().states().replace(saga, 1);
            return work().hold(claim, LONG).orElseThrow().revision();
        });
        assertThat(written).isEqualTo(2);
    }

    private @Nullable Long revisionHeld(Claim claim) throws Exception {
        return jta().inTransaction(() -> work().hold(claim, LONG)).orElseThrow().revision();
    }

    @Test
    void whatIsReleasedIsNobodysAndReadyAtOnce() throws Exception {
        Claim claim = work().addClaimed(id, kind, ada);
        work().addClaimed(id + "-other", kind, ada);
        jta().rolledBack(() -> {
            work().release(id);
            return null;
        });
        assertThat(isHeld(claim)).as("after a rollback").isTrue();

        work().release(id);

        assertThat(isHeld(claim)).isFalse();
        assertThat(claim(bob)).extracting(Claim::sagaId).containsExactly(id);
        work().giveBack(claim, LONG);
        work().release(id + "-absent");
    }

    @Test
    void whatIsHeldIsLockedUntilTheTransactionEnds() throws Exception {
        Claim claim = work().addClaimed(id, kind, UUID.randomUUID());
        Instant before = work().now();
        jta().inTransaction(() -> {
            assertThat(work().hold(claim, LONG).orElseThrow().now()).isAfterOrEqualTo(before);
            assertThat(work().hold(claim, LONG)).isPresent();
            elsewhere(() -> {
                assertThat(isHeld(claim)).isFalse();
                assertThat(jta().inTransaction(() -> work().tryLock(id))).isFalse();
                assertThat(claim(bob)).isEmpty();
                assertThat(work().claimOne(bob, id)).isEmpty();
                return null;
            });
            return null;
        });
        assertThat(isHeld(claim)).as("after the commit").isTrue();

        jta().inTransaction(() -> {
            assertThat(work().tryLock(id)).isTrue();
            assertThat(elsewhere(() -> isHeld(claim))).isFalse();
            return null;
        });
    }

    @Test
    void severalAreHeldAtOnceButForThoseThatAreAnothers() throws Exception {
        SagaRecord saga = SagaRecords.plain();
        environment().states().add(saga);
        Claim stored = work().addClaimed(saga.id(), kind, ada);
        Claim bare = work().addClaimed(id, kind, ada);
        Claim older = new Claim(id, bare.fence() - 1);
        Claim absent = new Claim(id + "-absent", 1);
        Claim locked = work().addClaimed(id + "-locked", kind, ada);

        jta().inTransaction(() -> {
            assertThat(work().tryLock(locked.sagaId())).isTrue();
            elsewhere(() -> jta().inTransaction(() -> {
                Map<String, Held> held = work().holdAll(List.of(absent, stored, locked, bare), LONG);
                assertThat(held).containsOnlyKeys(stored.sagaId(), bare.sagaId());
                assertThat(held.get(stored.sagaId()).revision()).isZero();
                assertThat(held.get(bare.sagaId()).revision()).isNull();
                assertThat(work().holdAll(List.of(older), LONG)).isEmpty();
                return null;
            }));
            return null;
        });
    }

    @Test
    void whatIsNotClaimedByThatFenceIsNotHeld() throws Exception {
        Claim claim = work().addClaimed(id, kind, ada);
        assertThat(isHeld(new Claim(id, claim.fence() + 1))).isFalse();
        assertThat(isHeld(new Claim(id, claim.fence() - 1))).isFalse();
        assertThat(isHeld(new Claim(id + "-absent", claim.fence()))).isFalse();

        work().giveBack(claim, Duration.ZERO);
        assertThat(isHeld(claim)).as("given back").isFalse();
        Claim next = work().claimOne(ada, id).orElseThrow();
        assertThat(isHeld(claim)).isFalse();
        assertThat(isHeld(next)).isTrue();

        work().remove(id);
        assertThat(isHeld(next)).isFalse();
        work().addIfAbsent(id, kind);
        assertThat(isHeld(new Claim(id, 0))).as("never claimed").isFalse();
    }

    @Test
    void onlyWhoHasItGivesItBack() {
        Claim first = work().addClaimed(id, kind, ada);
        work().giveBack(first, Duration.ZERO);
        work().giveBack(first, LONG);
        Claim second = work().claimOne(bob, id).orElseThrow();

        work().giveBack(first, Duration.ZERO);
        work().giveBack(new Claim(id + "-absent", 1), Duration.ZERO);

        assertThat(claim(ada)).isEmpty();
        work().giveBack(second, Duration.ZERO);
        assertThat(claim(ada)).extracting(Claim::sagaId).containsExactly(id);
    }

    private List<Claim> claim(UUID node, String... having) {
        return work().claim(node, List.of(kind), List.of(having), 1_000);
    }

    private boolean isHeld(Claim claim) throws Exception {
        return jta().inTransaction(() -> work().hold(claim, LONG)).isPresent();
    }

    private List<Kind> unclaimedKinds() {
        return ofThisTest().stream().map(Unclaimed::kind).toList();
    }

    private List<Long> unclaimed() {
        return ofThisTest().stream().map(Unclaimed::count).toList();
    }

    private List<Unclaimed> ofThisTest() {
        return work().unclaimed(Duration.ZERO).stream()
                .filter(it -> it.kind().sagaName().equals(kind.sagaName()))
                .toList();
    }
}
