package org.headrace.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.projection.spi.Lease;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private final List<FakeLine> lines = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private boolean down;
    private final Membership membership = new Membership(
            new Node(UUID.randomUUID(), "here"),
            () -> {
                if (down) {
                    throw new EventLogUnavailableException("down", new IllegalStateException());
                }
                lines.add(new FakeLine());
                return lines.get(lines.size() - 1);
            },
            LEASE,
            HEARTBEAT,
            nanos::get);

    MembershipTest() {
        membership.add(line -> looks.incrementAndGet());
    }

    @Test
    void aNodeIsAliveFromItsFirstRenewalOnAndRenewsAtEachHeartbeat() {
        assertThat(membership.isAlive()).isFalse();
        membership.tick();
        assertThat(membership.isAlive()).isTrue();
        pass(Duration.ofSeconds(1));
        membership.tick();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).renewals).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        membership.tick();
        assertThat(lines.get(0).renewals).isEqualTo(2);
        assertThat(looks).hasValue(3);
    }

    @Test
    void aNodeThatWasStoppedForALeaseKnowsBeforeItAsks() {
        membership.tick();
        pass(LEASE.minusNanos(1));
        assertThat(membership.isAlive()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(membership.isAlive()).isFalse();
        membership.tick();
        assertThat(membership.isAlive()).isTrue();
    }

    @Test
    void theLeaseCountsFromBeforeTheRenewalWasSent() {
        membership.tick();
        lines.get(0).takes = Duration.ofSeconds(4);
        pass(HEARTBEAT);
        membership.tick();
        pass(Duration.ofSeconds(6));
        assertThat(membership.isAlive()).isFalse();
    }

    @Test
    void aBrokenLineIsReplacedAndTheLeaseGoesOnMeanwhile() {
        membership.tick();
        lines.get(0).broken = true;
        pass(HEARTBEAT);
        membership.tick();
        assertThat(lines.get(0).closed).isTrue();
        assertThat(membership.isAlive()).isTrue();
        down = true;
        membership.tick();
        down = false;
        membership.tick();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).renewals).isEqualTo(1);
    }

    @Test
    void whoLeavesIsNotAliveEvenWhereTheStoreDoesNotAnswer() {
        membership.tick();
        membership.leave();
        assertThat(lines.get(0).left).isTrue();
        assertThat(lines.get(0).closed).isTrue();
        assertThat(membership.isAlive()).isFalse();
        down = true;
        membership.leave();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Counts what is asked of it. */
    private final class FakeLine implements NodeLine {
        private int renewals;
        private boolean broken;
        private boolean left;
        private boolean closed;
        private Duration takes = Duration.ZERO;

        @Override
        public void renew(Node node, Duration lease) {
            if (broken) {
                throw new EventLogUnavailableException("broken", new IllegalStateException());
            }
            pass(takes);
            renewals++;
        }

        @Override
        public List<Lease> leases(Collection<String> projections) {
            return List.of();
        }

        @Override
        public Set<String> claim(Node node, Collection<String> projections) {
            return Set.of();
        }

        @Override
        public void leave(Node node) {
            left = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
