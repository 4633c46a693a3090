package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.headrace.engine.saga.Troubles.Trouble;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Runs a saga that this node has claimed from step to step until it rests, waits for another try, or is found to be
 * another node's. Safe for use by many threads, one a saga.
 */
final class SagaRunner {

    private static final Log LOG = Log.of(SagaRunner.class);

    private static final Set<SagaHappening.Type> TRIES = EnumSet.of(
            SagaHappening.Type.STEP_COMPLETED, SagaHappening.Type.STEP_FAILED, SagaHappening.Type.STEP_UNKNOWN);

    private final SagaParts parts;
    private final RegisteredSagas definitions;
    private final CallTimer timer;
    private final SharedTurns shared;
    private final Troubles troubles;
    private final Runnable changed;

    /** @param changed called after something is stored */
    SagaRunner(
            SagaParts parts,
            RegisteredSagas definitions,
            CallTimer timer,
            SharedTurns shared,
            Troubles troubles,
            Runnable changed) {
        this.parts = parts;
        this.definitions = definitions;
        this.timer = timer;
        this.shared = shared;
        this.troubles = troubles;
        this.changed = changed;
    }

    /**
     * Never throws: one bad saga blocks nobody. The calling thread must not be in a transaction.
     *
     * @param known of the saga, as this node has just stored it; null: it is read
     * @param stopping asked between two steps; when it is so the saga is given back
     */
    void run(Claim claim, @Nullable Known known, BooleanSupplier stopping) {
        try {
            runFrom(claim, known, stopping);
        } catch (RuntimeException | Error e) {
            interrupted(claim, e);
        }
    }

    private void runFrom(Claim claim, @Nullable Known known, BooleanSupplier stopping) {
        Optional<Known> next = known == null ? parts.states().look(claim.sagaId()) : Optional.of(known);
        while (next.isPresent()) {
            Known current = next.get();
            Optional<RegisteredSaga> definition = definitions.of(current.saga());
            if (definition.isEmpty()
                    || stopping.getAsBoolean()
                    || Thread.currentThread().isInterrupted()) {
                giveBack(claim, Duration.ZERO);
                return;
            }
            long begun = System.nanoTime();
            Turn turn = turn(claim, definition.get(), current);
            next = after(turn, claim, System.nanoTime() - begun);
        }
    }

    private Turn turn(Claim claim, RegisteredSaga definition, Known known) {
        // Whether it is late is seen under its lock, by the store's clock.
        NextMove move = SagaCore.next(known.saga(), definition, Instant.MIN);
        if (move instanceof NextMove.Reach reach) {
            return new CallTurn(parts, timer, definition, claim, known).run(reach);
        }
        return move instanceof NextMove.Act act
                ? shared.run(new SharedTurns.Request(definition, claim, known, act))
                : new SagaTurn(parts, definition, claim, known).run(move);
    }

    /** The saga as it goes on at once; empty: not now. */
    private Optional<Known> after(Turn turn, Claim claim, long nanos) {
        if (turn instanceof Turn.Moved moved) {
            troubles.over(claim.sagaId());
            SagaLog.changed(moved.change());
            observe(moved.change(), nanos);
            changed.run();
            return moved.goesOn() ? Optional.of(moved.known()) : Optional.empty();
        }
        if (turn instanceof Turn.Stale) {
            return parts.states().look(claim.sagaId());
        }
        if (turn instanceof Turn.Interrupted interrupted) {
            interrupted(claim, interrupted.cause());
        } else {
            // It may only have been locked for a moment, by who makes it ready: then it is still this node's.
            giveBack(claim, Duration.ZERO);
        }
        return Optional.empty();
    }

    private void observe(Change change, long nanos) {
        String saga = change.after().saga().name();
        for (Entry entry : change.entries()) {
            Try step = entry.step();
            if (step != null && TRIES.contains(entry.type())) {
                parts.observer().tried(saga, step.step(), step.direction(), entry.type(), nanos);
            } else {
                parts.observer().happened(saga, entry.type());
            }
        }
    }

    /** It stays as it is in the store, and is tried again after a while, here or elsewhere. */
    private void interrupted(Claim claim, Throwable cause) {
        Trouble trouble = troubles.note(claim.sagaId(), cause);
        LOG.because(cause, trouble.failures() > 1, LogMessage.SAGA_INTERRUPTED, claim.sagaId(), trouble.error());
        giveBack(claim, trouble.delay());
    }

    /** What cannot be given back is claimed anew by this node's next scans. */
    private void giveBack(Claim claim, Duration delay) {
        try {
            parts.work().giveBack(claim, delay);
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.SAGA_NOT_GIVEN_BACK, claim.sagaId());
        }
    }
}
