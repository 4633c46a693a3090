package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.headrace.engine.transaction.Outcome;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one move of one saga. The move and the saga's next state are one transaction, under the lock of its work
 * entry, so that two nodes never make the same move, and a crash leaves either both or neither. Used once.
 */
final class SagaTurn {

    /** For moves without an action of a user. */
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final SagaParts parts;
    private final RegisteredSaga definition;
    private final SagaRecord seen;
    private @Nullable SagaRecord after;
    private boolean stale;
    private @Nullable Long acting;

    /** @param seen as it was read last; looked at again under the lock */
    SagaTurn(SagaParts parts, RegisteredSaga definition, SagaRecord seen) {
        this.parts = parts;
        this.definition = definition;
        this.seen = seen;
    }

    /** The calling thread must not be in a transaction. */
    Turn run() {
        NextMove move = SagaCore.next(seen, definition, parts.clock().instant());
        if (move instanceof NextMove.Execute execute) {
            return act(move, execute.step(), execute.step().execution());
        }
        if (move instanceof NextMove.Compensate compensate) {
            return act(move, compensate.step(), compensate.step().compensation());
        }
        return settle();
    }

    private Turn act(NextMove move, SagaStep step, @Nullable SagaAction action) {
        Duration limit = step.options().timeout();
        long begun = System.nanoTime();
        Outcome outcome = parts.transactions().run(limit, () -> perform(move, step, action));
        if (outcome instanceof Outcome.Committed || acting == null) {
            // Before the action begins, nothing is the step's failure.
            return turnOf(outcome);
        }
        var spent = new TimeSpent(begun, acting, System.nanoTime());
        if (spent.isUp(limit)) {
            return spent.isTheActions(limit) && parts.transactions().isDatabaseReachable()
                    ? recordFailure(move, step, tooLong(limit, causeOf(outcome)))
                    : turnOf(outcome);
        }
        return outcome instanceof Outcome.WorkFailed failed
                ? recordFailure(move, step, failed.cause())
                : turnOf(outcome);
    }

    private static TimeoutException tooLong(Duration limit, Throwable thrown) {
        var failure = new TimeoutException("It took longer than " + limit);
        failure.addSuppressed(thrown);
        return failure;
    }

    private void perform(NextMove move, SagaStep step, @Nullable SagaAction action) throws Exception {
        Optional<SagaRecord> locked = lockFor(move);
        if (locked.isEmpty()) {
            return;
        }
        SagaRecord saga = locked.get();
        SagaState doing =
                saga.progress().state() == SagaState.COMPENSATING ? SagaState.COMPENSATING : SagaState.RUNNING;
        JsonText data = saga.data();
        acting = System.nanoTime();
        if (action != null) {
            SagaData values = SagaData.of(data);
            action.perform(new SagaContext(saga.saga(), doing, step.name(), values, SagaCore.attempts(saga)));
            for (var flush : parts.flushes()) {
                flush.flush();
            }
            data = values.toJson();
        }
        SagaRecord newest = parts.states().loadForUpdate(saga.id()).orElse(saga);
        Instant now = parts.clock().instant();
        store(
                doing == SagaState.COMPENSATING
                        ? SagaCore.compensated(newest, data, now)
                        : SagaCore.executed(newest, step, data, now));
    }

    private Turn recordFailure(NextMove move, SagaStep step, Throwable cause) {
        after = null;
        return turnOf(parts.transactions().run(SHORT, () -> {
            if (!parts.work().tryLock(seen.id())) {
                return;
            }
            SagaRecord newest = parts.states().loadForUpdate(seen.id()).orElse(seen);
            // What an operator has asked for meanwhile does not make the failure undone.
            SagaRecord unmarked = newest.withPause(null).withCancellation(null);
            if (SagaCore.next(unmarked, definition, parts.clock().instant()).equals(move)) {
                store(SagaCore.failed(newest, step, cause, parts.clock().instant(), ThreadLocalRandom.current()));
            }
        }));
    }

    /** It rests, or moves on without any action. */
    private Turn settle() {
        return turnOf(parts.transactions().run(SHORT, () -> {
            if (!parts.work().tryLock(seen.id())) {
                return;
            }
            Optional<SagaRecord> newest = parts.states().loadForUpdate(seen.id());
            if (newest.isEmpty()) {
                parts.work().remove(seen.id());
                return;
            }
            NextMove move =
                    SagaCore.next(newest.get(), definition, parts.clock().instant());
            if (move instanceof NextMove.Settle settled) {
                store(settled.after());
            } else if (move instanceof NextMove.Rest) {
                parts.work().remove(seen.id());
            }
        }));
    }

    /** The saga, locked for this node. Empty: another has it, or something else is to be done with it by now. */
    private Optional<SagaRecord> lockFor(NextMove move) {
        if (!parts.work().tryLock(seen.id())) {
            return Optional.empty();
        }
        Optional<SagaRecord> saga = parts.states().load(seen.id()).filter(s -> SagaCore.next(
                        s, definition, parts.clock().instant())
                .equals(move));
        stale = saga.isEmpty();
        return saga;
    }

    private void store(SagaRecord saga) {
        parts.states().save(saga);
        Optional<Duration> ready = SagaCore.readyIn(saga, parts.clock().instant());
        if (ready.isPresent()) {
            parts.work().schedule(saga.id(), definition.kind(), ready.get());
        } else {
            parts.work().remove(saga.id());
        }
        after = saga;
    }

    private Turn turnOf(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            SagaRecord stored = after;
            if (stored != null) {
                return new Turn.Moved(seen, stored);
            }
            return stale ? new Turn.Stale() : new Turn.Over();
        }
        return new Turn.Interrupted(causeOf(outcome));
    }

    private static Throwable causeOf(Outcome failure) {
        return failure instanceof Outcome.InfrastructureFailed failed
                ? failed.cause()
                : ((Outcome.WorkFailed) failure).cause();
    }
}
