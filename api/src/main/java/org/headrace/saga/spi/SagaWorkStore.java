package org.headrace.saga.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas have something to do, when, and which node has them: one narrow entry a saga, absent while it is paused or
 * has ended. Times are the store's own clock. Joins the JTA transaction of the calling thread where there is one.
 *
 * <p>A node claims an entry and keeps it from step to step. It is free again when it is given back, or when the lease of
 * the node ({@link org.headrace.cluster.spi.NodeLine#renew}) has run out. Each claim has a fence, over all of the store's
 * before: what a node does by an older one is refused.
 */
public interface SagaWorkStore {

    /**
     * What a node must have registered to run it.
     *
     * @param hash of the definition's steps; empty: any
     */
    record Kind(String sagaName, int version, String hash) {}

    /** An entry to be added that the node has from the beginning. */
    record Starting(String sagaId, Kind kind, UUID node) {}

    /** A saga that a node has. */
    record Claim(String sagaId, long fence) {}

    /**
     * An entry that was added.
     *
     * @param now the store's time
     */
    record Added(Claim claim, Instant now) {}

    /**
     * What is seen of a saga when its entry is locked.
     *
     * @param now the store's time
     * @param revision of the saga's state as committed ({@link SagaStateStore.Known}); null: there is none
     */
    record Held(Instant now, @Nullable Long revision) {}

    /**
     * Entries that have been ready for a while and that no living node has.
     *
     * @param readySince of the one that has been ready for longest
     */
    record Unclaimed(Kind kind, long count, Instant readySince) {}

    /** The store's clock, in microseconds. */
    Instant now();

    /**
     * Has the store end the calling thread's transaction when it idles for longer, so that a node that stands still in it
     * keeps nothing locked. Needs a transaction; to be called first in it.
     *
     * @return the store's time
     */
    Instant limitIdling(Duration limit);

    /** Adds an entry that is ready at once and nobody's; leaves one that is there, and never waits for who holds it. */
    void addIfAbsent(String sagaId, Kind kind);

    /**
     * Adds an entry that the node has from the beginning. There must be none.
     *
     * @param idleLimit as {@link #limitIdling}, then it needs a transaction; null: leaves it as it is
     */
    Added addClaimed(String sagaId, Kind kind, UUID node, @Nullable Duration idleLimit);

    /** {@link #addClaimed(String, Kind, UUID, Duration)} without a limit. */
    default Claim addClaimed(String sagaId, Kind kind, UUID node) {
        return addClaimed(sagaId, kind, node, null).claim();
    }

    /**
     * {@link #addClaimed(String, Kind, UUID, Duration)} of several.
     *
     * @return in the same order
     */
    default List<Added> addAllClaimed(List<Starting> entries, Duration idleLimit) {
        return entries.stream()
                .map(it -> addClaimed(it.sagaId(), it.kind(), it.node(), idleLimit))
                .toList();
    }

    /** False: it was not there. */
    boolean remove(String sagaId);

    /** {@link #remove} of several. */
    default void removeAll(Collection<String> sagaIds) {
        sagaIds.forEach(this::remove);
    }

    /**
     * Locks an entry, whoever has it, until the calling thread's transaction ends. Needs a transaction that
     * {@link #limitIdling} was called in; never waits.
     *
     * @return false: another transaction holds it, or it is not there
     */
    boolean tryLock(String sagaId);

    /**
     * Takes an entry from whoever has it: it is ready at once, for any node, and what is done by an older fence is refused.
     * Lock it first.
     */
    void release(String sagaId);

    /**
     * Locks a claimed entry until the calling thread's transaction ends. Needs a transaction; never waits. A transaction
     * that then idles for longer than the limit is ended by the store, so that a node that stands still cannot keep a saga
     * from others.
     *
     * @return empty: another node has it by now, another transaction holds it, or it is not there
     */
    Optional<Held> hold(Claim claim, Duration idleLimit);

    /**
     * {@link #hold} of several.
     *
     * @return by saga; those that cannot be held are missing
     */
    default Map<String, Held> holdAll(List<Claim> claims, Duration idleLimit) {
        Map<String, Held> held = new HashMap<>();
        for (Claim claim : claims) {
            hold(claim, idleLimit).ifPresent(seen -> held.put(claim.sagaId(), seen));
        }
        return held;
    }

    /** Gives a claimed entry back: it is ready, for any node, after the delay. Does nothing when it is claimed anew. */
    void giveBack(Claim claim, Duration delay);

    /**
     * Claims entries that are ready, that no living node has and that no transaction holds, those that have been ready for
     * longest first. Entries that are claimed by the node itself and are not among those it knows to have, which it has
     * lost in some failure, are claimed anew. Call it without a transaction.
     *
     * @param kinds what the node can run
     * @param having the sagas that the node knows to have
     */
    List<Claim> claim(UUID node, Collection<Kind> kinds, Collection<String> having, int limit);

    /**
     * Claims one entry that is ready, if no living node has it (the node itself included) and no transaction holds it.
     * Call it without a transaction.
     */
    Optional<Claim> claimOne(UUID node, String sagaId);

    /** Makes an entry ready at once, unless another transaction holds it or it is not there. */
    void makeReady(String sagaId);

    /** By kind, those that have been ready for so long. */
    List<Unclaimed> unclaimed(Duration readyFor);
}
