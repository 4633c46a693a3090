package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.headrace.cluster.Node;
import org.headrace.engine.cluster.Membership;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.LeaseLostException;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final String NAME = "p";
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final InMemoryLeases store = new InMemoryLeases(new HeapTransactions(jta.registry()), Clock.systemUTC());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger changes = new AtomicInteger();
    private final Node other = new Node(UUID.randomUUID(), "other");
    private final Membership membership =
            new Membership(new Node(UUID.randomUUID(), "here"), store, LEASE, LEASE.dividedBy(5), nanos::get);
    private final Leases leases = new Leases(store, membership, () -> {});

    LeasesTest() {
        membership.add(leases);
    }

    @Test
    void whatIsFreeIsClaimedAndItsWatcherIsToldOnce() {
        leases.watch(NAME, changes::incrementAndGet);
        assertThat(leases.epoch(NAME)).isNull();
        membership.tick();
        membership.tick();
        assertThat(leases.epoch(NAME)).isEqualTo(1);
        assertThat(changes).hasValue(1);
    }

    @Test
    void whatAnotherNodeHoldsIsLeftToIt() {
        store.renew(other, LEASE);
        store.claim(other, Set.of(NAME));
        leases.watch(NAME, changes::incrementAndGet);
        membership.tick();

        assertThat(leases.epoch(NAME)).isNull();
        store.leave(other);
        membership.tick();
        assertThat(leases.epoch(NAME)).isEqualTo(2);
        assertThat(changes).hasValue(2);
    }

    @Test
    void aNodeThatGaveItBackIsNotSaidToBeUnheardOf() {
        store.renew(other, LEASE);
        store.claim(other, Set.of(NAME));
        leases.watch(NAME, changes::incrementAndGet);
        membership.tick();
        try (var log = new CapturedLog(Leases.class)) {
            store.leave(other);
            membership.tick();

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("epoch 2")
                    .doesNotContain("heard of");
        }
    }

    @Test
    void nothingIsRunOnALeaseThatMayHaveRunOut() {
        leases.watch(NAME, changes::incrementAndGet);
        membership.tick();
        nanos.addAndGet(LEASE.toNanos());

        assertThat(leases.epoch(NAME)).isNull();
        membership.tick();
        assertThat(leases.epoch(NAME)).isEqualTo(1);
    }

    @Test
    void anOperatorsEpochIsLearnedAtTheNextLookAtTheLatest() throws Exception {
        leases.watch(NAME, changes::incrementAndGet);
        membership.tick();
        jta.inTransaction(() -> {
            leases.fence(NAME);
            return null;
        });
        assertThat(leases.epoch(NAME)).isEqualTo(1);
        assertThatThrownBy(() -> leases.hold(NAME, 1)).isInstanceOf(LeaseLostException.class);
        leases.hold(NAME, 2);

        membership.tick();
        assertThat(leases.epoch(NAME)).isEqualTo(2);
        assertThat(changes).hasValue(2);
    }

    @Test
    void whatIsUnwatchedIsGivenBack() {
        leases.watch(NAME, changes::incrementAndGet);
        membership.tick();
        leases.unwatch(NAME);
        assertThat(leases.epoch(NAME)).isNull();
        assertThat(store.load(Set.of(NAME)).get(0).isTaken()).isFalse();
        membership.tick();
        assertThat(leases.epoch(NAME)).isNull();
    }
}
