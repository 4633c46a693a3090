package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.headrace.engine.transaction.FailureText;
import org.headrace.json.JsonText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.projection.BatchContext;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetterNotFoundException;
import org.headrace.projection.DeadLetters.Handled;
import org.headrace.projection.DeadLetters.Handled.Failed;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Deals with dead letters on an operator's word: each in a transaction of its own between two batches, those of one key in
 * order. Adds up what became of them. Not for use by several threads.
 */
final class LetterTurn {

    private static final Log LOG = Log.of(LetterTurn.class);
    private static final int MAX_DATA_IN_RECORD = 2_000;

    private final ProjectionRunner runner;
    private final RunnerParts parts;
    private final OperatorActionStore actions;
    private final Operator by;
    private final HandlerCall handler;
    private final ParkedEvents events;

    private final List<Failed> failed = new ArrayList<>();
    private long processed;
    private long skipped;

    LetterTurn(ProjectionRunner runner, RunnerParts parts, OperatorActionStore actions, Operator by) {
        this.runner = runner;
        this.parts = parts;
        this.actions = actions;
        this.by = by;
        this.handler = HandlerCall.of(runner.definition());
        this.events = new ParkedEvents(parts);
    }

    /** What became of the letters so far. */
    Handled handled() {
        long remaining = letters().counts(name()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Handled(processed, skipped, failed, remaining);
    }

    /** For one of many: somebody else may have dealt with it meanwhile. */
    void unlessGone(Runnable action) {
        try {
            action.run();
        } catch (DeadLetterNotFoundException gone) {
            LOG.write(LogMessage.LETTER_GONE, gone.getMessage());
        }
    }

    /** Handles it, and those behind it. */
    LetterTurn retry(Address at, @Nullable JsonText editedData) {
        DeadLetter letter = require(at);
        runner.withoutTurns(() -> {
            if (isHandled(at, editedData, "retry-dead-letter")) {
                handleThoseBehind(letter);
            }
        });
        return this;
    }

    /** Leaves it out for good, and handles those behind it where it was the first one. */
    LetterTurn skip(Address at) {
        DeadLetter letter = require(at);
        runner.withoutTurns(() -> {
            boolean wasFirst = isFirst(letter);
            requireDone(inTransaction(() -> {
                end(at, new Counts(0, 0, 1, -1));
                record("skip-dead-letter", letter);
            }));
            skipped++;
            if (wasFirst) {
                handleThoseBehind(letter);
            }
        });
        return this;
    }

    private void handleThoseBehind(DeadLetter first) {
        if (first.key() == null) {
            return;
        }
        unlessGone(() -> {
            Optional<DeadLetter> next;
            do {
                next = letters().firstOf(name(), ParkedEvents.keyOf(first));
            } while (next.isPresent() && isHandled(next.get().at(), null, null));
        });
    }

    /** @param action what an operator asked for; null: it only follows from that */
    private boolean isHandled(Address at, @Nullable JsonText editedData, @Nullable String action) {
        Throwable failure = inTransaction(() -> {
            DeadLetter letter = requireFirst(at, editedData);
            RecordedEvent event = events.readEdited(letter);
            var context = new BatchContext(name(), letter.attempts(), isReplay(at));
            int unknown = handler.handle(parts.contributed().upcasters().upcast(List.of(event)), context);
            parts.contributed().flush();
            end(at, new Counts(1, unknown, 0, -1));
            record(action, letter);
        });
        if (failure == null) {
            processed++;
            return true;
        }
        keep(at, editedData, failure, action);
        return false;
    }

    /** It stays, with what it failed of now. */
    private void keep(Address at, @Nullable JsonText editedData, Throwable cause, @Nullable String action) {
        String error = FailureText.describe(cause);
        requireDone(inTransaction(() -> {
            DeadLetter letter = requireFirst(at, editedData);
            var failure = new Failure(
                    FailureCause.of(cause),
                    error,
                    letter.attempts() + 1,
                    parts.clock().instant());
            letters().save(name(), letter.withFailure(failure), FailureText.stackTrace(cause));
            parts.places().checkpoints().recordError(name(), at.stream(), error);
            record(action, letter);
        }));
        LOG.because(cause, LogMessage.LETTER_FAILED_AGAIN, name(), at.offset(), at.stream());
        failed.add(new Failed(at, error));
    }

    /** The letter is no more, its event is something else than parked. */
    private void end(Address at, Counts change) {
        if (!letters().remove(name(), at)) {
            throw new DeadLetterNotFoundException(name(), at);
        }
        parts.places().checkpoints().recount(name(), at.stream(), change);
    }

    /** With the edit where there is one. */
    private DeadLetter requireFirst(Address at, @Nullable JsonText editedData) {
        DeadLetter letter = require(at);
        if (!isFirst(letter)) {
            throw new ProjectionStateException("The event " + text(at)
                    + " waits behind another one of its key: retry or skip the first one of them");
        }
        return editedData == null ? letter : letter.withEditedData(editedData);
    }

    private boolean isReplay(Address at) {
        return parts.places()
                .checkpoints()
                .load(name(), at.stream())
                .filter(place -> at.offset() <= place.replayUntil())
                .isPresent();
    }

    private boolean isFirst(DeadLetter letter) {
        return letter.key() == null
                || letters()
                        .firstOf(name(), ParkedEvents.keyOf(letter))
                        .filter(first -> first.at().equals(letter.at()))
                        .isPresent();
    }

    private DeadLetter require(Address at) {
        return letters().find(name(), at).orElseThrow(() -> new DeadLetterNotFoundException(name(), at));
    }

    private void record(@Nullable String action, DeadLetter letter) {
        if (action == null) {
            return;
        }
        String data = letter.editedData() == null ? "" : letter.editedData().text();
        String shown = data.length() <= MAX_DATA_IN_RECORD ? data : data.substring(0, MAX_DATA_IN_RECORD) + " …";
        actions.record(new OperatorAction(
                parts.clock().instant(),
                by,
                action,
                OperatorAction.projection(name()),
                OperatorAction.event(letter.at().stream(), letter.at().offset())
                        + (shown.isEmpty() ? "" : " with data " + FailureText.clean(shown))));
    }

    /** What an action on a letter does. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /**
     * Runs it as an action of an operator.
     *
     * @return what failed; null: it is committed
     * @throws ProjectionStateException when it is refused
     * @throws DeadLetterNotFoundException when the letter is gone
     */
    private @Nullable Throwable inTransaction(Work work) {
        try {
            runner.operate(before -> {
                work.run();
                return before;
            });
            return null;
        } catch (ProjectionStateException e) {
            Throwable cause = e.getCause();
            if (cause instanceof DeadLetterNotFoundException gone) {
                throw gone;
            }
            if (cause == null) {
                throw e;
            }
            return cause;
        }
    }

    private static void requireDone(@Nullable Throwable failure) {
        if (failure != null) {
            throw new ProjectionStateException("Nothing was changed: " + FailureText.describe(failure), failure);
        }
    }

    private static String text(Address at) {
        return at.offset() + " of stream " + at.stream();
    }

    private DeadLetterStore letters() {
        return parts.places().deadLetters();
    }

    private String name() {
        return runner.definition().name();
    }
}
