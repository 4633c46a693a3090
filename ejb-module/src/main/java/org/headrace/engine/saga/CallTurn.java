package org.headrace.engine.saga;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.headrace.engine.saga.DoubtfulCalls.Course;
import org.headrace.engine.transaction.Outcome;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaAction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaProbe;
import org.headrace.saga.SagaProbe.Finding;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.External;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.trace.TraceScope;
import org.jspecify.annotations.Nullable;

/**
 * Has another system called for a step: a transaction stores that this is about to be done, the call is made outside of any,
 * and another stores its end. A call that was begun, but whose end is not known, is dealt with as its step says first. Used
 * once.
 */
final class CallTurn {

    /** The end of a call is worth some patience: without it the call is in doubt. */
    private static final int TRIES = 6;

    private static final long FIRST_WAIT_MILLIS = 100;

    private final SagaParts parts;
    private final CallTimer timer;
    private final RegisteredSaga definition;
    private final Claim claim;
    private @Nullable Course course;
    private @Nullable SagaRecord begun;
    private Known known;

    /** @param known of the saga, as this node saw it last */
    CallTurn(SagaParts parts, CallTimer timer, RegisteredSaga definition, Claim claim, Known known) {
        this.parts = parts;
        this.timer = timer;
        this.definition = definition;
        this.claim = claim;
        this.known = known;
    }

    /** The calling thread must not be in a transaction. */
    Turn run(NextMove.Reach move) {
        Turn turn = begin(move);
        SagaRecord saga = begun;
        if (saga == null || !(turn instanceof Turn.Moved)) {
            return turn;
        }
        if (course == Course.ASK && move.step().kind() instanceof External external && external.probe() != null) {
            return ask(saga, move, external.probe());
        }
        return course == Course.MAKE ? call(saga, move) : turn;
    }

    private Turn begin(NextMove.Reach move) {
        var holding = holding();
        Outcome outcome = holding.run(seen -> {
            SagaRecord saga = holding.lockState();
            if (!holding.next(saga).equals(move)) {
                holding.otherwise();
                return;
            }
            course = DoubtfulCalls.course(move.step(), move.before());
            Change change =
                    switch (course) {
                        case MAKE -> DoubtfulCalls.begun(saga, move.step(), claim.fence(), holding.now());
                        case ASK -> DoubtfulCalls.asked(saga, move.step(), claim.fence(), holding.now());
                        case PARK -> DoubtfulCalls.parked(saga, move.step(), holding.now());
                    };
            holding.store(change);
            begun = change.after();
        });
        return ended(holding, outcome);
    }

    private static Finding ask(SagaProbe probe, SagaContext context) throws Exception {
        TraceScope scope = SagaTurn.open(context.saga());
        try {
            return probe.ask(context);
        } finally {
            scope.close();
        }
    }

    private Turn ask(SagaRecord saga, NextMove.Reach move, SagaProbe probe) {
        SagaData values = SagaData.of(saga.data());
        Finding finding;
        try {
            finding = timer.within(
                    move.step().options().timeout(), () -> ask(probe, SagaTurn.contextOf(saga, move.step(), values)));
        } catch (Exception | Error e) {
            return failed(move, new IllegalStateException("The probe does not tell what became of the call: " + e, e));
        }
        return switch (finding) {
            case HAPPENED -> done(move, values.toJson());
            case NEVER_HAPPENED -> makeAfterAll(move);
            case UNKNOWN ->
                failed(move, new IllegalStateException("The probe cannot tell yet what became of the call"));
        };
    }

    private Turn makeAfterAll(NextMove.Reach move) {
        begun = null;
        Turn turn = end((saga, holding) -> {
            Change change = DoubtfulCalls.neverHappened(saga, move.step(), claim.fence(), holding.now());
            begun = change.after();
            return change;
        });
        SagaRecord saga = begun;
        return saga != null && turn instanceof Turn.Moved ? call(saga, move) : turn;
    }

    private Turn call(SagaRecord saga, NextMove.Reach move) {
        SagaStep step = move.step();
        SagaAction action = step.action(move.direction());
        if (action == null) {
            throw new IllegalStateException(step.name() + " has nothing to call");
        }
        SagaData values = SagaData.of(saga.data());
        try {
            timer.within(step.options().timeout(), () -> {
                SagaTurn.perform(action, SagaTurn.contextOf(saga, step, values));
                return move.direction();
            });
        } catch (Exception | Error e) {
            return failed(move, e);
        }
        return done(move, values.toJson());
    }

    private Turn done(NextMove.Reach move, JsonText data) {
        return end((saga, holding) -> StepResults.done(saga, definition, move.step(), data, holding.now()));
    }

    private Turn failed(NextMove.Reach move, Throwable cause) {
        return end((saga, holding) ->
                StepResults.failed(saga, definition, move.step(), cause, holding.now(), ThreadLocalRandom.current()));
    }

    /** What is stored of an end. */
    @FunctionalInterface
    private interface End {
        Change of(SagaRecord saga, Holding holding);
    }

    private Turn end(End end) {
        Turn turn = store(end);
        for (int i = 1;
                i < TRIES
                        && turn instanceof Turn.Interrupted
                        && !Thread.currentThread().isInterrupted();
                i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIRST_WAIT_MILLIS << i));
            turn = store(end);
        }
        return turn;
    }

    private Turn store(End end) {
        var holding = holding();
        Outcome outcome = holding.run(seen -> {
            SagaRecord saga = holding.lockState();
            Call call = saga.pending().call();
            if (call != null && call.fence() == claim.fence()) {
                holding.store(end.of(saga, holding));
            } else {
                holding.otherwise();
            }
        });
        return ended(holding, outcome);
    }

    private Turn ended(Holding holding, Outcome outcome) {
        Turn turn = holding.turn(outcome);
        if (turn instanceof Turn.Moved moved) {
            known = moved.known();
        }
        return turn;
    }

    private Holding holding() {
        return new Holding(parts, definition, claim, known);
    }
}
