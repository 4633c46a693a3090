package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * One transaction under the lock of a saga that this node has claimed: what is stored in it is stored by this node's fence,
 * or not at all. Used once, by one thread.
 */
final class Holding {

    private static final Duration SHORT = Duration.ofSeconds(30);

    private final SagaParts parts;
    private final RegisteredSaga definition;
    private final Claim claim;
    private @Nullable Instant time;
    private long timeReadAt;
    private boolean stale;
    private Turn.@Nullable Moved moved;

    Holding(SagaParts parts, RegisteredSaga definition, Claim claim) {
        this.parts = parts;
        this.definition = definition;
        this.claim = claim;
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work {
        /** @param saga as committed, unlocked */
        void run(SagaRecord saga) throws Exception;
    }

    /** {@link #run(Duration, Work)} without an action of a user. */
    Outcome run(Work work) {
        return run(SHORT, parts.membership().lease(), work);
    }

    /**
     * The calling thread must not be in a transaction. The work is not run when another node has the saga by now.
     *
     * @param limit what takes longer is rolled back by the server, and where the node stands still in the middle, a lease
     *     later, by the store
     */
    Outcome run(Duration limit, Work work) {
        // Later than the server: a store that ends the session leaves a dead connection in the pool.
        return run(limit, limit.plus(parts.membership().lease()), work);
    }

    private Outcome run(Duration limit, Duration idleLimit, Work work) {
        return parts.transactions().run(limit, () -> {
            Optional<Instant> held = parts.work().hold(claim, idleLimit);
            if (held.isEmpty()) {
                return;
            }
            timeReadAt = System.nanoTime();
            time = held.get();
            Optional<SagaRecord> saga = parts.states().load(claim.sagaId());
            if (saga.isEmpty()) {
                parts.work().remove(claim.sagaId());
                return;
            }
            work.run(saga.get());
        });
    }

    /** The store's time. */
    Instant now() {
        Instant held = time;
        if (held == null) {
            throw new IllegalStateException("Nothing is held");
        }
        return held.plusNanos((System.nanoTime() - timeReadAt) / 1_000 * 1_000);
    }

    /** What is to be done with the saga, seen under the lock. */
    NextMove next(SagaRecord saga) {
        return SagaCore.next(saga, definition, now());
    }

    /** The newest state, locked until the transaction ends; what it was before, if it is gone. */
    SagaRecord lockState(SagaRecord before) {
        return parts.states().loadForUpdate(before.id()).orElse(before);
    }

    /** Another move is to be made than the caller had in mind. One that needs no action is made at once. */
    void otherwise(SagaRecord saga) {
        SagaRecord newest = lockState(saga);
        NextMove move = next(newest);
        if (move instanceof NextMove.Settle settle) {
            store(newest, settle.change());
        } else if (move instanceof NextMove.Rest) {
            parts.work().remove(saga.id());
        } else {
            stale = true;
        }
    }

    /** The state must be locked. */
    void store(SagaRecord before, Change change) {
        SagaRecord after = change.after();
        Instant now = now();
        parts.states().save(after);
        var runner = new Runner(parts.membership().node().name(), claim.fence());
        parts.log()
                .add(change.entries().stream()
                        .map(entry -> entry.at(now, after, runner))
                        .toList());
        Optional<Duration> ready = SagaCore.readyIn(after, now);
        if (ready.isEmpty()) {
            parts.work().remove(after.id());
        } else if (!ready.get().isZero()) {
            parts.work().giveBack(claim, ready.get());
        }
        moved = new Turn.Moved(before, change, ready.filter(Duration::isZero).isPresent());
    }

    /** Nothing is to be done before that. */
    void putOff(Duration delay) {
        parts.work().giveBack(claim, delay);
    }

    /** How the turn ended, when the transaction has. */
    Turn turn(Outcome outcome) {
        if (!(outcome instanceof Outcome.Committed)) {
            return new Turn.Interrupted(causeOf(outcome));
        }
        Turn.Moved stored = moved;
        if (stored != null) {
            return stored;
        }
        return stale ? new Turn.Stale() : new Turn.Over();
    }

    static Throwable causeOf(Outcome failure) {
        return failure instanceof Outcome.InfrastructureFailed failed
                ? failed.cause()
                : ((Outcome.WorkFailed) failure).cause();
    }
}
