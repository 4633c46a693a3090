package org.headrace.persistence.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Lease.Holder;
import org.headrace.projection.spi.LeaseStore;
import org.junit.jupiter.api.Test;

/** What stores of nodes and leases hold to. */
abstract class LeasesContract {

    static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration OVER = Duration.ofMillis(1);

    final Node ada = new Node(UUID.randomUUID(), "ada's");
    final Node bob = new Node(UUID.randomUUID(), "bob's");

    abstract NodeStore nodes();

    abstract LeaseStore leases();

    abstract JtaEnvironment jta();

    @Test
    void whatNobodyHoldsIsClaimedByTheFirst() {
        try (NodeLine first = nodes().open();
                NodeLine second = nodes().open()) {
            first.renew(ada, LONG);
            second.renew(bob, LONG);

            assertThat(first.claim(ada, Set.of("free", "also-free"))).containsExactlyInAnyOrder("free", "also-free");
            assertThat(second.claim(bob, Set.of("free", "third"))).containsExactly("third");

            Holder holder = lease("free").holder();
            assertThat(holder).isEqualTo(new Holder(ada.id(), "ada's", true));
            assertThat(second.leases(List.of("free", "third", "never")))
                    .extracting(Lease::projection)
                    .containsExactlyInAnyOrder("free", "third");
        }
    }

    @Test
    void whatADeadNodeHeldIsFreeAndItsEpochIsOver() throws Exception {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, OVER);
            line.claim(ada, Set.of("left"));
            long before = lease("left").epoch();
            Thread.sleep(20);
            assertThat(lease("left").isTaken()).isFalse();
            line.renew(bob, LONG);

            assertThat(line.claim(bob, Set.of("left"))).containsExactly("left");

            assertThat(lease("left").epoch()).isGreaterThan(before);
            assertThat(holds("left", ada, before)).isFalse();
            assertThat(holds("left", ada, lease("left").epoch())).isFalse();
            assertThat(holds("left", bob, before)).isFalse();
            assertThat(holds("left", bob, lease("left").epoch())).isTrue();
        }
    }

    @Test
    void aNodeThatComesBackInTimeKeepsWhatItHeld() throws Exception {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, OVER);
            line.claim(ada, Set.of("kept"));
            long epoch = lease("kept").epoch();
            Thread.sleep(20);
            line.renew(ada, LONG);

            assertThat(line.claim(bob, Set.of("kept"))).isEmpty();
            assertThat(holds("kept", ada, epoch)).isTrue();
        }
    }

    @Test
    void whoLeavesGivesAllBack() {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            line.claim(ada, Set.of("given", "back"));
            long epoch = lease("given").epoch();
            line.leave(ada);

            assertThat(lease("given").holder()).isNull();
            line.renew(bob, LONG);
            assertThat(line.claim(bob, Set.of("given", "back"))).hasSize(2);
            assertThat(lease("given").epoch()).isGreaterThan(epoch);
        }
    }

    @Test
    void oneIsGivenBackByItsHolderOnly() {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            line.claim(ada, Set.of("single", "other"));

            leases().release("single", bob.id());
            assertThat(lease("single").isHeldBy(ada.id())).isTrue();
            leases().release("single", ada.id());
            assertThat(lease("single").holder()).isNull();
            assertThat(lease("other").isHeldBy(ada.id())).isTrue();
            leases().release("never-held", ada.id());
        }
    }

    @Test
    void anOperatorEndsTheEpochButNotTheHolding() throws Exception {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            line.claim(ada, Set.of("operated"));
            long before = lease("operated").epoch();

            jta().inTransaction(() -> {
                leases().fence("operated");
                return null;
            });

            assertThat(lease("operated").epoch()).isEqualTo(before + 1);
            assertThat(lease("operated").isHeldBy(ada.id())).isTrue();
            assertThat(holds("operated", ada, before)).isFalse();
            assertThat(holds("operated", ada, before + 1)).isTrue();
        }
    }

    @Test
    void whatAnOperatorRolledBackChangesNoEpoch() throws Exception {
        try (NodeLine line = nodes().open()) {
            line.renew(ada, LONG);
            line.claim(ada, Set.of("undone"));
            long before = lease("undone").epoch();

            jta().rolledBack(() -> {
                leases().fence("undone");
                return null;
            });

            assertThat(holds("undone", ada, before)).isTrue();
        }
    }

    @Test
    void aProjectionThatNobodyEverHeldCanBeFenced() throws Exception {
        jta().inTransaction(() -> {
            leases().fence("untouched");
            return null;
        });

        assertThat(lease("untouched").epoch()).isEqualTo(1);
        assertThat(lease("untouched").isTaken()).isFalse();
    }

    Lease lease(String projection) {
        return leases().load(List.of(projection)).get(0);
    }

    boolean holds(String projection, Node node, long epoch) throws Exception {
        return jta().inTransaction(() -> leases().hold(projection, node.id(), epoch, LONG));
    }
}
