package org.headrace.engine.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.engine.transaction.FailureText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.InfrastructureFailures;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's lease alive on a line of its own, and has others look after what they hold by it. {@link #tick} is
 * for one thread; everything else may be called by any.
 */
public final class Membership {

    private static final Log LOG = Log.of(Membership.class);

    private final Node node;
    private final NodeStore store;
    private final Duration lease;
    private final long heartbeatNanos;
    private final LongSupplier nanoTime;
    private final List<Duty> duties = new CopyOnWriteArrayList<>();
    private @Nullable NodeLine line;
    private long renewedAt;

    /** By {@link #nanoTime}; null: not a member yet, or the store has not answered for longer than a lease. */
    private volatile @Nullable Long aliveUntil;

    private boolean failing;

    /** What is to be looked after while the node is alive. */
    @FunctionalInterface
    public interface Duty {
        /** Called on the membership's thread, soon after the lease was found or made valid. */
        void look(NodeLine line);
    }

    /** @param heartbeat how often the lease is renewed, a fraction of it */
    public Membership(Node node, NodeStore store, Duration lease, Duration heartbeat, LongSupplier nanoTime) {
        this.node = node;
        this.store = store;
        this.lease = lease;
        this.heartbeatNanos = heartbeat.toNanos();
        this.nanoTime = nanoTime;
    }

    public Node node() {
        return node;
    }

    /** How long a node that is not heard of keeps what it holds. */
    public Duration lease() {
        return lease;
    }

    public void add(Duty duty) {
        duties.add(duty);
    }

    /**
     * Whether no other node can have taken over yet. Measured from before the renewal was sent, by this machine's clock,
     * which goes on while the process is stopped.
     */
    public boolean isAlive() {
        Long until = aliveUntil;
        return until != null && until - nanoTime.getAsLong() > 0;
    }

    /** Renews the lease when it is time, and looks after everything held. Never throws. */
    public void tick() {
        try {
            NodeLine current = line == null ? store.open() : line;
            line = current;
            renew(current);
            duties.forEach(duty -> duty.look(current));
            if (failing) {
                LOG.write(LogMessage.NODE_REACHES_DATABASE, node.name());
            }
            failing = false;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Gives back everything held. Never throws: what cannot be given back runs out. */
    public void leave() {
        aliveUntil = null;
        try {
            NodeLine current = line == null ? store.open() : line;
            line = current;
            current.leave(node);
        } catch (RuntimeException e) {
            LOG.write(LogMessage.LEASES_NOT_GIVEN_BACK, node.name(), FailureText.describe(e));
        } finally {
            closeLine();
        }
    }

    private void renew(NodeLine current) {
        long asked = nanoTime.getAsLong();
        if (isAlive() && asked - renewedAt < heartbeatNanos) {
            return;
        }
        current.renew(node, lease);
        renewedAt = asked;
        aliveUntil = asked + lease.toNanos();
    }

    private void failed(RuntimeException cause) {
        if (!failing) {
            LOG.because(
                    InfrastructureFailures.isInfrastructure(cause) ? null : cause,
                    LogMessage.LEASE_NOT_RENEWED,
                    node.name(),
                    FailureText.describe(cause));
        }
        failing = true;
        closeLine();
    }

    private void closeLine() {
        NodeLine broken = line;
        line = null;
        if (broken != null) {
            broken.close();
        }
    }
}
