package org.headrace.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.saga.spi.SagaWorkStore;
import org.jspecify.annotations.Nullable;

/** What sagas have to do, by a clock that is the store's and can be put forward. For one thread. */
final class PassingTime implements SagaWorkStore {

    private final SagaWorkStore store;
    private Duration ahead = Duration.ZERO;

    PassingTime(SagaWorkStore store) {
        this.store = store;
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** Goes on to a time, if it is not past. */
    void passTo(Instant time) {
        Duration left = Duration.between(now(), time);
        if (!left.isNegative()) {
            pass(left);
        }
    }

    @Override
    public Instant now() {
        return store.now().plus(ahead);
    }

    @Override
    public Optional<Held> hold(Claim claim, Duration idleLimit) {
        return store.hold(claim, idleLimit).map(held -> new Held(held.now().plus(ahead), held.revision()));
    }

    @Override
    public void addIfAbsent(String sagaId, Kind kind) {
        store.addIfAbsent(sagaId, kind);
    }

    @Override
    public Added addClaimed(String sagaId, Kind kind, UUID node, @Nullable Duration idleLimit) {
        Added added = store.addClaimed(sagaId, kind, node, idleLimit);
        return new Added(added.claim(), added.now().plus(ahead));
    }

    @Override
    public Instant limitIdling(Duration limit) {
        return store.limitIdling(limit).plus(ahead);
    }

    @Override
    public boolean remove(String sagaId) {
        return store.remove(sagaId);
    }

    @Override
    public boolean tryLock(String sagaId) {
        return store.tryLock(sagaId);
    }

    @Override
    public void release(String sagaId) {
        store.release(sagaId);
    }

    @Override
    public void giveBack(Claim claim, Duration delay) {
        store.giveBack(claim, delay);
    }

    @Override
    public List<Claim> claim(UUID node, Collection<Kind> kinds, Collection<String> having, int limit) {
        return store.claim(node, kinds, having, limit);
    }

    @Override
    public Optional<Claim> claimOne(UUID node, String sagaId) {
        return store.claimOne(node, sagaId);
    }

    @Override
    public void makeReady(String sagaId) {
        store.makeReady(sagaId);
    }

    @Override
    public List<Unclaimed> unclaimed(Duration readyFor) {
        return store.unclaimed(readyFor);
    }
}
