package org.headrace.engine.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;

/** What operators may decide about a saga that cannot go on by itself. Pure, as {@link OperatorMoves}. */
final class OperatorDecisions {

    private OperatorDecisions() {}

    /**
     * The undo that it stands at is taken as done.
     *
     * @throws SagaStateException when it has not Failed
     * @throws InvalidInputException without a reason, or when it stands at another step
     */
    static Change markUndone(
            SagaRecord saga, Optional<RegisteredSaga> definition, String step, Operator by, Instant now) {
        SagaState state = saga.progress().state();
        if (state != SagaState.FAILED) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is " + state.label() + ": undos of a Failed one only are marked");
        }
        String standsAt = SagaCore.nextUndo(saga);
        if (!standsAt.equals(step)) {
            throw new InvalidInputException(
                    "step", "must be " + standsAt + ", whose undo saga " + saga.id() + " stands at, is " + step);
        }
        requireReason(by, "how it was undone");
        SagaStep undone = Pauses.required(saga, definition).step(step);
        SagaRecord open = OperatorMoves.reopened(saga);
        return askedBy(by, "", StepResults.undone(open, undone, saga.data(), SagaHappening.Type.UNDO_MARKED, now));
    }

    /**
     * Values are set, or removed where they are null, and what failed is tried again.
     *
     * @param isIdle nothing of it is being run, nor will be while the caller holds it
     * @throws SagaStateException when nothing of it has failed, or is being tried with the old values right now
     * @throws InvalidInputException without any change
     */
    static Change editAndRetry(SagaRecord saga, SagaData changes, Operator by, Instant now, boolean isIdle) {
        Change retried = OperatorMoves.retry(saga, by, now);
        if (changes.keys().isEmpty()) {
            throw new InvalidInputException("data", "must hold what is to be changed; retry needs nothing");
        }
        if (!isIdle && !saga.progress().state().isTerminal()) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is at its next try right now: edit it when that has ended");
        }
        SagaRecord edited = SagaCore.touched(saga, now).withData(merged(saga, changes));
        Entry entry = Entry.by(by, SagaHappening.Type.EDITED, edited).detailed(detail(changes));
        return retried.changed(after -> after.withData(edited.data())).after(entry);
    }

    /**
     * The call that it is parked at took effect, or did not.
     *
     * @throws SagaStateException when it is not parked at one
     * @throws InvalidInputException without a reason
     */
    static Change settle(
            SagaRecord saga,
            Optional<RegisteredSaga> definition,
            boolean happened,
            SagaData changes,
            Operator by,
            Instant now) {
        OperatorMoves.requireGoingOn(saga, "settled");
        if (!DoubtfulCalls.isParked(saga)) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " does not stand at a call in doubt: there is nothing to settle");
        }
        requireReason(by, "how it is known");
        RegisteredSaga known = Pauses.required(saga, definition);
        SagaStep step = SagaCore.direction(saga) == Direction.EXECUTE
                ? known.steps().get(saga.progress().currentStep())
                : known.step(SagaCore.nextUndo(saga));
        SagaRecord open =
                SagaCore.touched(Pauses.lifted(saga, definition, now), now).withData(merged(saga, changes));
        if (happened) {
            return askedBy(by, detail(changes), StepResults.done(open, known, step, open.data(), now));
        }
        SagaRecord after = open.withFailure(SagaCore.withoutTries(open.failure()))
                .withPending(open.pending().withCall(null));
        return askedBy(
                by, detail(changes), Change.to(after, Entry.of(SagaHappening.Type.STEP_NEVER_HAPPENED, saga, step)));
    }

    /** What follows from it was asked for by nobody. */
    private static Change askedBy(Operator by, String detail, Change change) {
        List<Entry> entries = new ArrayList<>(change.entries());
        entries.set(0, entries.get(0).askedBy(by).detailed(detail));
        return new Change(change.after(), entries);
    }

    private static JsonText merged(SagaRecord saga, SagaData changes) {
        SagaData values = SagaData.of(saga.data());
        for (String key : changes.keys()) {
            changes.find(key, JsonText.class)
                    .ifPresentOrElse(value -> values.set(key, value), () -> values.remove(key));
        }
        return values.toJson();
    }

    private static String detail(SagaData changes) {
        return changes.keys().isEmpty() ? "" : "data changed: " + String.join(", ", new TreeSet<>(changes.keys()));
    }

    private static void requireReason(Operator by, String what) {
        if (by.reason().isBlank()) {
            throw new InvalidInputException("reason", "must be given: say " + what);
        }
    }
}
