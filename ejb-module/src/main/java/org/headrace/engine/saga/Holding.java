package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.headrace.engine.transaction.Outcome;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Held;
import org.jspecify.annotations.Nullable;

/**
 * One transaction under the lock of a saga that this node has claimed: what is stored in it is stored by this node's fence,
 * or not at all. It may be one that several sagas share. Used once, by one thread.
 */
final class Holding {

    /** Of what has no action of a user in it. */
    static final Duration SHORT = Duration.ofSeconds(30);

    private final SagaParts parts;
    private final RegisteredSaga definition;
    private final Claim claim;
    private final Writes writes;
    private @Nullable Known known;
    private @Nullable Instant time;
    private long timeReadAt;
    private boolean stale;
    private Turn.@Nullable Moved moved;

    /** @param known of the saga, as this node saw it last; null: nothing */
    Holding(SagaParts parts, RegisteredSaga definition, Claim claim, @Nullable Known known) {
        this(parts, definition, claim, known, Writes.direct(parts));
    }

    /** @param writes of the transaction */
    Holding(SagaParts parts, RegisteredSaga definition, Claim claim, @Nullable Known known, Writes writes) {
        this.writes = writes;
        this.parts = parts;
        this.definition = definition;
        this.claim = claim;
        this.known = known;
    }

    /** What is done under the lock. */
    @FunctionalInterface
    interface Work {
        /** @param saga as committed when the entry was locked, unlocked */
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
        return parts.transactions()
                .run(limit, () -> enter(parts.work().hold(claim, idleLimit), System.nanoTime(), work));
    }

    /**
     * Does the work in the transaction that the calling thread is in.
     *
     * @param held what was seen when the saga was locked; empty: another node has it by now, and nothing is done
     * @param heldAt when that was, a reading of {@link System#nanoTime}
     */
    void enter(Optional<Held> held, long heldAt, Work work) throws Exception {
        if (held.isEmpty()) {
            return;
        }
        timeReadAt = heldAt;
        time = held.get().now();
        Optional<Known> newest = newest(held.get());
        if (newest.isEmpty()) {
            writes.remove(claim.sagaId());
            return;
        }
        known = newest.get();
        work.run(newest.get().saga());
    }

    /** Read again only where it has been written by another than this node's last turn. */
    private Optional<Known> newest(Held held) {
        Long revision = held.revision();
        if (revision == null) {
            return Optional.empty();
        }
        Known last = known;
        return last != null && last.revision() == revision
                ? Optional.of(last)
                : parts.states().look(claim.sagaId());
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

    /** The newest state, locked until the transaction ends. */
    SagaRecord lockState() {
        Known locked = parts.states()
                .lock(claim.sagaId())
                .orElseThrow(() -> new IllegalStateException("Saga " + claim.sagaId() + " is gone"));
        known = locked;
        return locked.saga();
    }

    /** Another move is to be made than the caller had in mind. One that needs no action is made at once. */
    void otherwise() {
        SagaRecord newest = lockState();
        NextMove move = next(newest);
        if (move instanceof NextMove.Settle settle) {
            store(settle.change());
        } else if (move instanceof NextMove.Rest) {
            writes.remove(newest.id());
        } else {
            stale = true;
        }
    }

    /**
     * Stores what follows from the state that is known, or from the newest one if an operator has changed it meanwhile.
     *
     * @param change pure
     */
    void storeNewest(UnaryChange change) {
        Known seen = requireKnown();
        Change first = change.of(seen.saga());
        if (!stored(seen, first)) {
            store(change.of(lockState()));
        }
    }

    /** What follows from a state. */
    @FunctionalInterface
    interface UnaryChange {
        Change of(SagaRecord saga);
    }

    /** The state must be locked, and be what the change follows from. */
    void store(Change change) {
        if (!stored(requireKnown(), change)) {
            throw new IllegalStateException("Saga " + claim.sagaId() + " was changed in spite of its lock");
        }
    }

    private Known requireKnown() {
        Known seen = known;
        if (seen == null) {
            throw new IllegalStateException("Nothing is held");
        }
        return seen;
    }

    private boolean stored(Known before, Change change) {
        Instant now = now();
        SagaRecord after = change.after();
        Optional<Duration> ready = SagaCore.readyIn(after, now);
        boolean goesOn = ready.filter(Duration::isZero).isPresent();
        boolean isStored = writes.replace(after, before.revision(), replaced -> {
            known = replaced;
            moved = new Turn.Moved(change, replaced, goesOn);
        });
        if (!isStored) {
            return false;
        }
        var runner = new Runner(parts.membership().node().name(), claim.fence());
        writes.tell(change.entries().stream()
                .map(entry -> entry.at(now, after, runner))
                .toList());
        if (ready.isEmpty()) {
            writes.remove(after.id());
        } else if (!goesOn) {
            parts.work().giveBack(claim, ready.get());
        }
        return true;
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
