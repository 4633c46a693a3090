package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.headrace.engine.projection.BatchTransaction.Failing;
import org.headrace.engine.transaction.FailureText;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.OnPoison;
import org.headrace.projection.PoisonPolicy;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.headrace.stream.RecordedEvent;

/**
 * Leaves events out that a projection cannot process now: one that has failed at all its tries becomes a dead letter, and
 * later ones of its key are queued behind it. Keys that have letters hold whatever the projection's option says today.
 */
final class Parking {

    private final String projection;
    private final PoisonPolicy policy;
    private final RunnerParts parts;
    private final Standing standing;

    /**
     * Events of a batch, each kind in order.
     *
     * @param open those to be handled
     * @param queued those that wait behind dead letters
     */
    record Split(List<RecordedEvent> open, List<RecordedEvent> queued) {}

    Parking(ProjectionDefinition definition, RunnerParts parts, Standing standing) {
        this.projection = definition.name();
        this.policy = definition.options().poison();
        this.parts = parts;
        this.standing = standing;
    }

    Split split(List<RecordedEvent> events) {
        Set<StreamKey> held = heldKeys();
        if (held.isEmpty()) {
            return new Split(events, List.of());
        }
        List<RecordedEvent> open = new ArrayList<>();
        List<RecordedEvent> queued = new ArrayList<>();
        for (RecordedEvent event : events) {
            boolean waits = event.key() != null && held.contains(new StreamKey(event.stream(), event.key()));
            (waits ? queued : open).add(event);
        }
        return new Split(open, queued);
    }

    /**
     * Writes the letters of a split, in the batch's transaction.
     *
     * @throws DeadLettersFullException when they are too many
     */
    void queue(List<RecordedEvent> queued) {
        if (queued.isEmpty()) {
            return;
        }
        if (count() + queued.size() > policy.maxDeadLetters()) {
            RecordedEvent last = queued.get(queued.size() - 1);
            throw new DeadLettersFullException(full() + "; the event at offset " + last.offset() + " of stream "
                    + last.stream() + " belongs behind one of them. Retry or skip dead letters, then resume.");
        }
        letters().queue(projection, queued.stream().map(this::letter).toList());
    }

    /**
     * What is to be saved for an event that has failed alone: as it was decided, unless the event becomes a dead letter
     * and the checkpoint passes it. In the transaction that saves it.
     *
     * @param pass moves the checkpoint on to the event, with what became of it
     */
    RunState settle(RunState before, RunState decided, Failing failing, Consumer<Counts> pass) {
        RecordedEvent event = failing.event();
        Throwable cause = failing.cause();
        if (cause instanceof DeadLettersFullException) {
            return before.withPause(pause(Objects.requireNonNull(cause.getMessage())));
        }
        FailedEvent failed = Objects.requireNonNull(decided.failure());
        if (decided.pause() == null || policy.onPoison() != OnPoison.DEAD_LETTER) {
            return decided;
        }
        if (count() >= policy.maxDeadLetters()) {
            return decided.withPause(pause(
                    full() + "; " + Objects.requireNonNull(decided.pause()).reason()));
        }
        var failure = new Failure(
                FailureCause.of(cause),
                failed.error(),
                failed.attempts(),
                parts.clock().instant());
        letters().save(projection, letter(event).withFailure(failure), FailureText.stackTrace(cause));
        pass.accept(new Counts(0, 0, 0, 1));
        return new RunState(before.pause(), null);
    }

    private Set<StreamKey> heldKeys() {
        Set<StreamKey> known = standing.heldKeys();
        if (known != null) {
            return known;
        }
        Set<StreamKey> stored = Set.copyOf(letters().keys(projection).keySet());
        standing.heldKeys(stored);
        return stored;
    }

    private DeadLetter letter(RecordedEvent event) {
        return new DeadLetter(
                new Address(event.stream(), event.offset()),
                event.type(),
                event.key(),
                parts.clock().instant(),
                null,
                null);
    }

    private Pause pause(String reason) {
        return new Pause(FailureDecision.ENGINE, reason, parts.clock().instant());
    }

    private String full() {
        return count() + " events wait as dead letters, of at most " + policy.maxDeadLetters();
    }

    private long count() {
        return letters().counts(projection).values().stream().collect(Collectors.summingLong(Long::longValue));
    }

    private DeadLetterStore letters() {
        return parts.places().deadLetters();
    }
}
