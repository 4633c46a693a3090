package org.headrace.persistence.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Lease.Holder;
import org.headrace.projection.spi.LeaseStore;

/**
 * Leases in the heap, for the one node that can see it. A batch is not locked out of an operator's transaction here as in
 * a database: the runner does not let the two overlap on a node.
 */
public final class InMemoryLeases implements LeaseStore, NodeStore, NodeLine {

    private record Held(Optional<UUID> node, long epoch) {}

    private record Seen(String name, Instant expiresAt) {}

    private final TransactionalMap<String, Held> leases;
    private final Map<UUID, Seen> nodes = new ConcurrentHashMap<>();
    private final Clock clock;

    public InMemoryLeases(HeapTransactions transactions, Clock clock) {
        this.leases = transactions.newMap();
        this.clock = clock;
    }

    @Override
    public boolean hold(String projection, UUID node, long epoch, Duration idleLimit) {
        return leases.get(projection).equals(Optional.of(new Held(Optional.of(node), epoch)));
    }

    @Override
    public void fence(String projection) {
        leases.update(
                projection,
                before -> Optional.of(before.map(held -> new Held(held.node(), held.epoch() + 1))
                        .orElse(new Held(Optional.empty(), 1))));
    }

    @Override
    public void release(String projection, UUID node) {
        leases.update(
                projection,
                before -> before.map(held ->
                        held.node().equals(Optional.of(node)) ? new Held(Optional.empty(), held.epoch()) : held));
    }

    @Override
    public List<Lease> load(Collection<String> projections) {
        return projections.stream()
                .flatMap(name -> leases.get(name).map(held -> lease(name, held)).stream())
                .toList();
    }

    private Lease lease(String projection, Held held) {
        Holder holder = held.node()
                .map(id -> {
                    Seen seen = nodes.get(id);
                    String name = seen == null ? id.toString() : seen.name();
                    return new Holder(id, name, isAlive(id));
                })
                .orElse(null);
        return new Lease(projection, holder, held.epoch());
    }

    /** Whether the node has renewed, and its lease has not run out. */
    public boolean isAlive(UUID node) {
        Seen seen = nodes.get(node);
        return seen != null && seen.expiresAt().isAfter(clock.instant());
    }

    @Override
    public NodeLine open() {
        return this;
    }

    @Override
    public void renew(Node node, Duration lease) {
        nodes.put(node.id(), new Seen(node.name(), clock.instant().plus(lease)));
    }

    @Override
    public List<Lease> leases(Collection<String> projections) {
        return load(projections);
    }

    @Override
    public Set<String> claim(Node node, Collection<String> projections) {
        Set<String> claimed = new HashSet<>();
        for (String projection : projections) {
            leases.update(projection, before -> {
                if (before.flatMap(Held::node).filter(this::isAlive).isPresent()) {
                    return before;
                }
                claimed.add(projection);
                return Optional.of(
                        new Held(Optional.of(node.id()), before.map(Held::epoch).orElse(0L) + 1));
            });
        }
        return claimed;
    }

    @Override
    public void leave(Node node) {
        leases.snapshot().keySet().forEach(projection -> release(projection, node.id()));
        nodes.remove(node.id());
    }

    @Override
    public void close() {
        // There is nothing to be closed in the heap.
    }
}
