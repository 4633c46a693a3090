package org.headrace.engine.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.engine.saga.SagaEngine.Running;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * Carries out what operators do to one saga: its next state, what is told of it and who did it are one transaction.
 *
 * <p>A worker may be in one of its steps. In a transactional one it holds the work entry from the beginning, and locks the
 * state only at the end, when it takes into account what is stored here: so the state is locked here first, and the entry
 * never waited for, only tried. While a call to another system is being made nobody holds the entry, and yet it is not to
 * be touched: its worker could not store the end of the call, and that would be in doubt.
 */
final class OperatorTurns {

    private final Running running;
    private final SagaParts parts;
    private final OperatorActionStore actions;

    OperatorTurns(Running running, OperatorActionStore actions) {
        this.running = running;
        this.parts = running.parts();
        this.actions = actions;
    }

    /** What is looked at, or done, under the lock of a saga's state. */
    @FunctionalInterface
    interface Look<T> {
        /**
         * Looks.
         *
         * @param now the store's time
         * @param isIdle nothing of it is being run, nor will be until the transaction ends
         */
        T at(SagaRecord saga, Instant now, boolean isIdle);
    }

    /** The calling thread must not be in a transaction. Whatever the move throws leaves everything as it was. */
    SagaRecord act(String action, String sagaId, Operator by, Look<Change> move) {
        var told = new AtomicReference<List<Entry>>(List.of());
        SagaRecord after = OwnWork.run(
                parts.transactions(),
                () -> locked(sagaId, (saga, now, isIdle) -> {
                    Change change = move.at(saga, now, isIdle);
                    told.set(change.entries());
                    store(saga, change, now);
                    actions.record(new OperatorAction(now, by, action, OperatorAction.saga(sagaId), detail(change)));
                    return change.after();
                }));
        SagaLog.operated(after, action, by);
        parts.work().makeReady(sagaId);
        running.dispatch().offer(sagaId);
        running.relay().wake();
        Objects.requireNonNull(told.get())
                .forEach(entry -> parts.observer().happened(after.saga().name(), entry.type()));
        return after;
    }

    /** Changes nothing. */
    <T> T look(String sagaId, Look<T> look) {
        List<T> seen = new ArrayList<>(1);
        OwnWork.run(
                parts.transactions(),
                () -> locked(sagaId, (saga, now, isIdle) -> {
                    seen.add(look.at(saga, now, isIdle));
                    return saga;
                }));
        return seen.get(0);
    }

    private SagaRecord locked(String sagaId, Look<SagaRecord> work) {
        parts.work().limitIdling(parts.membership().lease());
        SagaRecord before = parts.states().loadForUpdate(sagaId).orElseThrow(() -> SagaNotFoundException.id(sagaId));
        boolean isHeld = !isCalling(before) && isHeld(before);
        Instant now = parts.work().now();
        SagaRecord after = work.at(before, now, isHeld);
        boolean rests = SagaCore.readyIn(after, now).isEmpty();
        if (!rests) {
            parts.work().addIfAbsent(sagaId, kindOf(after));
        }
        if (isHeld && rests) {
            parts.work().remove(sagaId);
        } else if (isHeld && !after.equals(before)) {
            // The worker that has it would go by what it knows.
            parts.work().release(sagaId);
        }
        return after;
    }

    private boolean isHeld(SagaRecord saga) {
        boolean isHeld = parts.work().tryLock(saga.id());
        if (!isHeld && saga.pause() != null) {
            // It stands and has no entry, unless a worker is still in the step at whose end it will stand.
            parts.work().addIfAbsent(saga.id(), kindOf(saga));
            return parts.work().tryLock(saga.id());
        }
        return isHeld;
    }

    /** Whether a call is being made, for all that is known: its end is not stored, and no operator is asked about it. */
    private static boolean isCalling(SagaRecord saga) {
        SagaRecord.Call call = saga.pending().call();
        return call != null && call.fence() != DoubtfulCalls.ENDED && !DoubtfulCalls.isParked(saga);
    }

    private void store(SagaRecord before, Change change, Instant now) {
        if (!change.after().equals(before)) {
            parts.states().save(change.after());
        }
        List<SagaHappening> told = change.entries().stream()
                .map(entry -> entry.at(now, before, null))
                .toList();
        if (!told.isEmpty()) {
            parts.log().add(told);
        }
    }

    /** Of a decision about a step, what was decided. */
    private static String detail(Change change) {
        if (change.entries().isEmpty()) {
            return "";
        }
        Entry entry = change.entries().get(0);
        SagaHappening.Try step = entry.step();
        if (step == null) {
            return entry.detail();
        }
        String decided = entry.type().label() + " " + step.step();
        return entry.detail().isEmpty() ? decided : decided + ", " + entry.detail();
    }

    private static Kind kindOf(SagaRecord saga) {
        return new Kind(
                saga.saga().name(), saga.origin().version(), saga.origin().hash());
    }
}
