package org.headrace.cluster.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.headrace.cluster.Node;
import org.headrace.projection.spi.Lease;

/**
 * A node's line to the store: each call is durable on return, outside of any transaction. For one thread at a time. What
 * it throws is final: close it and open another.
 */
public interface NodeLine extends AutoCloseable {

    /** Says that the node lives for that long from now on, by the store's clock. */
    void renew(Node node, Duration lease);

    /** The leases of these projections; one that nobody ever held is not among them. */
    List<Lease> leases(Collection<String> projections);

    /**
     * Takes those of these projections that no living node holds, each with a new epoch. Does not wait for a transaction
     * that holds one: it is free at a later call.
     *
     * @return those taken
     */
    Set<String> claim(Node node, Collection<String> projections);

    /** Gives all back, so that others need not wait until the lease has run out. */
    void leave(Node node);

    @Override
    void close();
}
