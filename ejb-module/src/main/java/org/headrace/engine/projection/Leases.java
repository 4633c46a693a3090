package org.headrace.engine.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.engine.cluster.Membership;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.LeaseLostException;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.spi.InfrastructureFailures;
import org.jspecify.annotations.Nullable;

/**
 * Which projections this node runs: in a cluster one node each. What is known here may be outdated; every transaction of
 * a batch makes sure by {@link #hold}. Safe for use by many threads.
 */
final class Leases implements Membership.Duty {

    private static final Log LOG = Log.of(Leases.class);

    private final LeaseStore store;
    private final Membership membership;
    private final Runnable lookSoon;
    private final Map<String, Runnable> watchers = new ConcurrentHashMap<>();
    private final Map<String, Lease> known = new ConcurrentHashMap<>();

    /** @param lookSoon has {@link #look} called, soon, on the membership's thread */
    Leases(LeaseStore store, Membership membership, Runnable lookSoon) {
        this.store = store;
        this.membership = membership;
        this.lookSoon = lookSoon;
    }

    /**
     * Begins to look for a projection, to claim it when no living node holds it.
     *
     * @param changed called when this node may run it from now on, or must look at it anew
     */
    void watch(String projection, Runnable changed) {
        watchers.put(projection, changed);
        lookSoon.run();
    }

    /** Leaves the projection to others. */
    void unwatch(String projection) {
        watchers.remove(projection);
        known.remove(projection);
        store.release(projection, membership.node().id());
    }

    /** The epoch in which this node may run the projection; null: it may not. Asks the store nothing. */
    @Nullable
    Long epoch(String projection) {
        Lease lease = known.get(projection);
        return lease != null && lease.isHeldBy(membership.node().id()) && membership.isAlive() ? lease.epoch() : null;
    }

    /** Who holds the projection, as this node knew it last; null: it has not looked yet, or nobody ever held it. */
    @Nullable
    Lease known(String projection) {
        return known.get(projection);
    }

    /**
     * Makes sure, in the calling thread's transaction, that the epoch lasts until its end.
     *
     * @throws LeaseLostException when it has ended already
     */
    void hold(String projection, long epoch) {
        if (!store.hold(projection, membership.node().id(), epoch, membership.lease())) {
            lookSoon.run();
            throw new LeaseLostException(projection);
        }
    }

    /** Begins a new epoch, in the transaction of an operator's action, on whatever node the projection runs. */
    void fence(String projection) {
        store.fence(projection);
    }

    /** Learns at once what an action on this node has changed. Where the store does not answer, at the next look. */
    void refresh(String projection) {
        load(List.of(projection)).values().forEach(this::learn);
    }

    /** Who holds these projections; where the store does not answer, as this node knew it last. */
    Map<String, Lease> load(Collection<String> projections) {
        try {
            return store.load(projections).stream().collect(Collectors.toMap(Lease::projection, lease -> lease));
        } catch (RuntimeException e) {
            if (!InfrastructureFailures.isInfrastructure(e)) {
                throw e;
            }
            LOG.because(e, LogMessage.LEASES_NOT_READ);
            Map<String, Lease> last = new HashMap<>(known);
            last.keySet().retainAll(projections);
            return last;
        }
    }

    @Override
    public void look(NodeLine line) {
        Set<String> names = Set.copyOf(watchers.keySet());
        if (names.isEmpty()) {
            return;
        }
        Map<String, Lease> leases = new HashMap<>();
        line.leases(names).forEach(lease -> leases.put(lease.projection(), lease));
        Set<String> free = new HashSet<>(names);
        leases.values().stream().filter(Lease::isTaken).map(Lease::projection).forEach(free::remove);
        Map<String, Lease> found = Map.copyOf(leases);
        if (!free.isEmpty() && !line.claim(membership.node(), free).isEmpty()) {
            line.leases(free).forEach(lease -> leases.put(lease.projection(), lease));
        }
        leases.values().forEach(lease -> learn(lease, found.get(lease.projection())));
    }

    private void learn(Lease lease) {
        learn(lease, null);
    }

    /** @param found as it was a moment before, when this node may have claimed it; null: not looked at */
    private void learn(Lease lease, @Nullable Lease found) {
        Lease before = known.put(lease.projection(), lease);
        Runnable watcher = watchers.get(lease.projection());
        boolean news =
                before == null || before.epoch() != lease.epoch() || !Objects.equals(before.holder(), lease.holder());
        if (watcher != null) {
            tell(before, found, lease);
        }
        if (news && watcher != null) {
            watcher.run();
        }
    }

    /** An epoch that an operator has begun is told with the action. */
    private void tell(@Nullable Lease before, @Nullable Lease found, Lease lease) {
        UUID here = membership.node().id();
        boolean was = before != null && before.isHeldBy(here);
        Lease.Holder holder = lease.holder();
        if (lease.isHeldBy(here) && !was) {
            // A node that was stopped has given it back since the last look.
            Lease last = found == null || found.isHeldBy(here) ? before : found;
            Lease.Holder other = last == null ? null : last.holder();
            if (other == null) {
                LOG.write(LogMessage.PROJECTION_TAKEN, lease.projection(), lease.epoch());
            } else {
                LOG.write(LogMessage.PROJECTION_TAKEN_OVER, lease.projection(), lease.epoch(), other.name());
            }
        } else if (was && !lease.isHeldBy(here)) {
            LOG.write(
                    LogMessage.PROJECTION_LOST,
                    lease.projection(),
                    holder == null ? "none" : holder.name(),
                    lease.epoch());
        }
    }
}
