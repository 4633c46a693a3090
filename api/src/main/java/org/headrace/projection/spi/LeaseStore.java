package org.headrace.projection.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Keeps {@link Lease}s. Calls join the JTA transaction of the calling thread where there is one. */
public interface LeaseStore {

    /**
     * Whether the node holds the projection in this epoch; then nothing changes that before the transaction's end. To be
     * asked in the transaction of a batch, before anything else is written in it.
     *
     * @param idleLimit the transaction is ended when it leaves the store waiting for longer, since its node may have been
     *     stopped in the middle
     */
    boolean hold(String projection, UUID node, long epoch, Duration idleLimit);

    /**
     * Begins a new epoch, whoever holds the projection: waits for transactions that hold the present one, and no other
     * can commit in it afterwards. To be called in the transaction of an operator's action, before anything else.
     */
    void fence(String projection);

    /** Gives one back, where the node holds it. */
    void release(String projection, UUID node);

    /** The leases of these projections; one that nobody ever held is not among them. */
    List<Lease> load(Collection<String> projections);
}
