package org.headrace.saga.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Which sagas have something to do, and when: one narrow entry a saga, absent while it is paused or has ended. Its lock
 * is what makes a saga run in one place at a time. Times are the store's own clock. Joins the JTA transaction of the
 * calling thread where there is one.
 */
public interface SagaWorkStore {

    /**
     * Adds an entry, or moves the one that is there.
     *
     * @param delay from now until it is ready; zero: at once
     */
    void schedule(String sagaId, Kind kind, Duration delay);

    /** Moves the entry that the calling thread's transaction has locked. */
    void postpone(String sagaId, Duration delay);

    /** Adds an entry that is ready at once; leaves one that is there as it is, and never waits for who holds it. */
    void addIfAbsent(String sagaId, Kind kind);

    /** False: it was not there. */
    boolean remove(String sagaId);

    /**
     * Locks an entry until the calling thread's transaction ends. Needs a transaction; never waits.
     *
     * @return false: another transaction holds it, or it is not there
     */
    boolean tryLock(String sagaId);

    /**
     * Entries that are ready and that nobody holds, those that have been ready for longest first. Call it without
     * a transaction: within one, a store may keep them all locked until that ends.
     *
     * @param kinds what the caller can run
     */
    List<String> ready(Collection<Kind> kinds, int limit);

    /** Makes an entry ready at once, unless another transaction holds it or it is not there. */
    void makeReady(String sagaId);

    /** What a node must have registered to run it. */
    record Kind(String sagaName, int version) {}
}
