package org.headrace.engine.projection;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.headrace.cluster.Node;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.engine.cluster.Membership;
import org.headrace.persistence.cluster.InMemoryLeases;
import org.headrace.persistence.cluster.PostgresLeaseStore;
import org.headrace.persistence.cluster.PostgresNodeStore;
import org.headrace.projection.spi.LeaseStore;

/** Makes a test a node of a cluster, as the server does. */
final class TestMembership implements AutoCloseable {

    /** As deployed. */
    static final Duration LOOK = Duration.ofSeconds(1);

    private final Membership membership;
    private final Leases leases;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    private TestMembership(String name, Duration lease, NodeStore nodes, LeaseStore store) {
        membership =
                new Membership(new Node(UUID.randomUUID(), name), nodes, lease, lease.dividedBy(5), System::nanoTime);
        leases = new Leases(store, membership, this::lookSoon);
        membership.add(leases);
    }

    static TestMembership of(String name, Duration lease, DataSource dataSource) {
        return new TestMembership(
                name, lease, new PostgresNodeStore(dataSource, lease), new PostgresLeaseStore(dataSource));
    }

    static TestMembership of(String name, Duration lease, InMemoryLeases heap) {
        return new TestMembership(name, lease, heap, heap);
    }

    Leases leases() {
        return leases;
    }

    /** Looks at this interval from now on. */
    TestMembership lookEvery(Duration interval) {
        Future<?> unused =
                thread.scheduleWithFixedDelay(membership::tick, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void lookSoon() {
        try {
            thread.execute(membership::tick);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The test has ended", e);
        }
    }

    /** Looks, and comes back when it has. */
    void look() throws Exception {
        thread.submit(membership::tick).get(60, TimeUnit.SECONDS);
    }

    /** As a node that was killed: it gives nothing back. */
    void die() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The membership does not come to its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        die();
        membership.leave();
    }
}
