package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.headrace.engine.transaction.Outcome;
import org.headrace.json.JsonText;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.Awaiting;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Held;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one move of one saga in one transaction, its own or one that it joins, under the lock of its work entry: the
 * action, the saga's next state and what is told of it are there together or not at all, and no two nodes make the same
 * move. Used once.
 */
final class SagaTurn {

    private final SagaParts parts;
    private final RegisteredSaga definition;
    private final Claim claim;
    private final Known known;
    private final Holding holding;
    private @Nullable Long acting;
    private @Nullable Long acted;
    private boolean failed;

    /** @param known of the saga, as this node saw it last */
    SagaTurn(SagaParts parts, RegisteredSaga definition, Claim claim, Known known) {
        this(parts, definition, claim, known, Writes.direct(parts));
    }

    /** @param writes of the transaction */
    SagaTurn(SagaParts parts, RegisteredSaga definition, Claim claim, Known known, Writes writes) {
        this.parts = parts;
        this.definition = definition;
        this.claim = claim;
        this.known = known;
        this.holding = new Holding(parts, definition, claim, known, writes);
    }

    /**
     * The calling thread must not be in a transaction.
     *
     * @param move as it was seen last; looked at again under the lock
     */
    Turn run(NextMove move) {
        if (move instanceof NextMove.Act act) {
            return run(act, this::record);
        }
        if (move instanceof NextMove.Await await) {
            return run(move, await.step(), saga -> await(await.step()), this::record);
        }
        return holding.turn(holding.run(saga -> holding.otherwise()));
    }

    /**
     * {@link #run(NextMove)}.
     *
     * @param failing has a failure of the step recorded, when nothing of it is left, and returns what {@link #record} does
     */
    Turn run(NextMove.Act act, Function<StepFailure, Turn> failing) {
        return run(act, act.step(), saga -> perform(saga, act.step(), act.direction()), failing);
    }

    private Turn run(NextMove move, SagaStep step, Holding.Work work, Function<StepFailure, Turn> failing) {
        Duration limit = step.options().timeout();
        long begun = System.nanoTime();
        Outcome outcome = holding.run(limit, saga -> make(move, saga, work));
        if (outcome instanceof Outcome.Committed || acting == null) {
            // Before the action begins, nothing is the step's failure.
            return holding.turn(outcome);
        }
        var spent = new TimeSpent(begun, acting, System.nanoTime());
        if (spent.isUp(limit)) {
            return spent.isTheActions(limit) && parts.transactions().isDatabaseReachable()
                    ? failing(failing, new StepFailure(move, step, tooLong(limit, Holding.causeOf(outcome))))
                    : holding.turn(outcome);
        }
        return outcome instanceof Outcome.WorkFailed thrown
                ? failing(failing, new StepFailure(move, step, thrown.cause()))
                : holding.turn(outcome);
    }

    private Turn failing(Function<StepFailure, Turn> failing, StepFailure failure) {
        failed = true;
        return failing.apply(failure);
    }

    private void make(NextMove move, SagaRecord saga, Holding.Work work) throws Exception {
        if (holding.next(saga).equals(move)) {
            work.run(saga);
        } else {
            holding.otherwise();
        }
    }

    /**
     * Makes the move in the transaction that the calling thread is in, together with other sagas'. When this throws, that
     * transaction must be rolled back.
     *
     * @param held empty: another node has the saga by now
     * @param heldAt when that was seen, a reading of {@link System#nanoTime}
     */
    void joins(Optional<Held> held, long heldAt, NextMove.Act move) throws Exception {
        holding.enter(held, heldAt, saga -> make(move, saga, it -> perform(it, move.step(), move.direction())));
    }

    /** The same, to store that the step has failed. */
    void joins(Optional<Held> held, long heldAt, StepFailure failure) throws Exception {
        holding.enter(held, heldAt, saga -> store(holding, saga, failure));
    }

    /** How it ended, when the transaction that it joined has. */
    Turn ended(Outcome outcome) {
        return holding.turn(outcome);
    }

    /** Whether its action was begun. */
    boolean hasActed() {
        return acting != null;
    }

    /** Whether its action failed. */
    boolean hasFailed() {
        return failed;
    }

    /** How long its action took, in nanoseconds, with writing out what it left to be written. Empty: it was not begun. */
    OptionalLong acted() {
        return acted == null ? OptionalLong.empty() : OptionalLong.of(acted);
    }

    private static TimeoutException tooLong(Duration limit, Throwable thrown) {
        var failure = new TimeoutException("It took longer than " + limit);
        failure.addSuppressed(thrown);
        return failure;
    }

    private void perform(SagaRecord saga, SagaStep step, Direction direction) throws Exception {
        SagaAction action = step.action(direction);
        if (action == null) {
            holding.storeNewest(newest -> StepResults.skipped(newest, step, holding.now()));
            return;
        }
        act(saga, step, action, SagaData.of(saga.data()));
    }

    /** A signal that comes meanwhile waits for the state's lock, and finds the entry to be woken. */
    private void await(SagaStep step) throws Exception {
        SagaRecord saga = holding.lockState();
        Optional<JsonText> signal = parts.signals().use(saga.id(), step.name());
        if (signal.isPresent()) {
            SagaData data = SagaData.of(saga.data()).with(step.name(), signal.get());
            SagaAction action = step.execution();
            act(saga, step, action == null ? context -> {} : action, data);
            return;
        }
        Instant until = saga.pending().awaitedUntil();
        Instant now = holding.now();
        Duration atMost = ((Awaiting) step.kind()).atMost();
        if (until == null) {
            holding.store(StepResults.awaiting(saga, step, now.plus(atMost), now));
        } else if (now.isBefore(until)) {
            holding.putOff(SagaCore.readyIn(saga, now).orElse(Duration.between(now, until)));
        } else {
            var missing = new PermanentFailureException("No signal " + step.name() + " came within " + atMost);
            holding.store(failed(saga, step, missing, holding.now()));
        }
    }

    private void act(SagaRecord saga, SagaStep step, SagaAction action, SagaData values) throws Exception {
        long begun = System.nanoTime();
        acting = begun;
        try {
            perform(action, contextOf(saga, step, values));
            for (var flush : parts.flushes()) {
                flush.flush();
            }
        } finally {
            acted = System.nanoTime() - begun;
        }
        JsonText data = values.toJson();
        holding.storeNewest(newest -> StepResults.done(newest, definition, step, data, holding.now()));
    }

    /** In a new span of the saga's trace. */
    static void perform(SagaAction action, SagaContext context) throws Exception {
        TraceScope scope = open(context.saga());
        try {
            action.perform(context);
        } finally {
            scope.close();
        }
    }

    static TraceScope open(Saga saga) {
        TraceContext trace = saga.trace();
        return TraceScope.open(trace == null ? null : trace.child());
    }

    static SagaContext contextOf(SagaRecord saga, SagaStep step, SagaData values) {
        SagaState doing = SagaCore.direction(saga) == Direction.COMPENSATE ? SagaState.COMPENSATING : SagaState.RUNNING;
        return new SagaContext(saga.saga(), doing, step.name(), values, SagaCore.attempts(saga));
    }

    /** Stores that the step has failed. The calling thread must not be in a transaction. */
    Turn record(StepFailure failure) {
        var recording = new Holding(parts, definition, claim, known);
        return recording.turn(recording.run(saga -> store(recording, saga, failure)));
    }

    private void store(Holding held, SagaRecord saga, StepFailure failure) {
        // What an operator has asked for meanwhile, or that it is late by now, does not make the failure undone.
        SagaRecord unmarked = saga.withPause(null)
                .withCancellation(null)
                .withPending(saga.pending().withDeadline(null));
        if (SagaCore.next(unmarked, definition, held.now()).equals(failure.move())) {
            held.storeNewest(newest -> failed(newest, failure.step(), failure.cause(), held.now()));
        } else {
            held.otherwise();
        }
    }

    private Change failed(SagaRecord saga, SagaStep step, Throwable cause, Instant now) {
        return StepResults.failed(saga, definition, step, cause, now, ThreadLocalRandom.current());
    }
}
