package org.headrace.engine.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.headrace.engine.projection.ProjectionObserver.Verdict;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.Work;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.LeaseLostException;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.StaleCheckpointException;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Processes events in transactions: handler, flush, checkpoint. A stretch that fails is halved until the failing event
 * stands alone, so that the good ones before it are kept. Several threads may process segments of a stream at the same
 * time; all else is called under the runner's lock.
 */
final class BatchTransaction {

    private static final Log LOG = Log.of(BatchTransaction.class);

    private final ProjectionDefinition definition;
    private final RunnerParts parts;
    private final Standing standing;
    private final Version version;
    private final StretchWork work;
    private final ProjectionObserver.Batches observer;

    BatchTransaction(ProjectionDefinition definition, RunnerParts parts, Standing standing, Version version) {
        this.version = version;
        this.definition = definition;
        this.parts = parts;
        this.standing = standing;
        this.work = new StretchWork(definition, parts, standing);
        this.observer = parts.observer().of(definition.name());
    }

    /** An event that failed on its own; all before it in its stretch is committed. */
    record Failing(Stretch stretch, Throwable cause) {
        RecordedEvent event() {
            return stretch.first();
        }
    }

    /** Thrown when somebody else has changed what the batch relied on; nothing of it is to blame. */
    static final class OvertakenException extends RuntimeException {
        OvertakenException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Processes a stretch that has events.
     *
     * @return where it ended before its end; null: all of it is committed
     * @throws DatabaseWait when the database failed
     * @throws OvertakenException when it is not this runner's turn any more
     */
    @Nullable
    Failing process(Stretch stretch) {
        Outcome outcome = run(stretch);
        if (outcome instanceof Outcome.Committed) {
            return null;
        }
        if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw new DatabaseWait(failed.cause());
        }
        Throwable cause = ((Outcome.WorkFailed) outcome).cause();
        if (isOvertaken(cause)) {
            throw new OvertakenException(cause);
        }
        if (stretch.events().size() == 1) {
            return new Failing(stretch, cause);
        }
        int half = stretch.events().size() / 2;
        Failing inFirst = process(stretch.head(half));
        return inFirst != null ? inFirst : process(stretch.tail(half));
    }

    private Outcome run(Stretch stretch) {
        RecordedEvent first = stretch.first();
        RunState before = loadRunState();
        boolean retried = FailureDecision.isAt(before.failure(), first);
        RunState after = retried ? before.withFailure(null) : before;
        int attempt = FailureDecision.attemptsBefore(before.failure(), first);
        var done = new AtomicReference<Move>();
        long begun = System.nanoTime();
        Outcome outcome = inEpoch(() -> {
            done.set(work.process(stretch, attempt));
            if (retried) {
                parts.places().runStates().save(definition.name(), after);
            }
        });
        if (outcome instanceof Outcome.Committed) {
            Move move = Objects.requireNonNull(done.get());
            observer.committed(move.counts(), System.nanoTime() - begun);
            remember(stretch, move);
            if (retried) {
                standing.runState(after);
            }
            standing.outage(null);
        } else {
            // A commit whose answer was lost may have taken place.
            standing.forget(stretch.stream());
        }
        return outcome;
    }

    /** What the store holds, or what a projection without a past begins with. */
    RunState loadRunState() {
        RunState known = standing.runState();
        if (known != null) {
            return known;
        }
        RunState state = parts.places().runStates().load(definition.name()).orElseGet(this::firstState);
        standing.runState(state);
        return state;
    }

    /** Of a projection without a past. */
    RunState firstState() {
        return definition.options().autoStart()
                ? RunState.RUNNING
                : RunState.RUNNING.withPause(new RunState.Pause(
                        FailureDecision.ENGINE,
                        "auto start is off; resume it when it should run",
                        parts.clock().instant()));
    }

    /** One transaction on the runner's version that commits only while the lease lasts under which all known here was read. */
    private Outcome inEpoch(Work task) {
        long epoch = standing.epoch();
        return parts.transactions().run(() -> {
            parts.places().leases().hold(definition.name(), epoch);
            version.run(task);
        });
    }

    /** As {@link #inEpoch}, for work that is not the projection's own. */
    void change(Work task) {
        Outcome outcome = inEpoch(task);
        if (outcome instanceof Outcome.WorkFailed failed && isOvertaken(failed.cause())) {
            throw new OvertakenException(failed.cause());
        } else if (outcome instanceof Outcome.WorkFailed failed) {
            throw new DatabaseWait(failed.cause());
        } else if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw new DatabaseWait(failed.cause());
        }
    }

    /** Of segments the reading remembers itself, when all of them have ended. */
    private void remember(Stretch stretch, Move move) {
        RecordedEvent last = stretch.events().get(stretch.events().size() - 1);
        standing.lateness().processed(stretch.stream(), last.recordedAt());
        if (stretch.segment() == null) {
            Instant now = parts.clock().instant();
            standing.place(stretch.stream())
                    .ifPresentOrElse(
                            place -> standing.place(place.moved(move, now)),
                            () -> standing.seeMoved(stretch.stream(), move, now));
        }
    }

    /**
     * Notes that an event has failed. True: it is parked, and others may follow.
     *
     * @throws DatabaseWait when the database failed
     * @throws OvertakenException when it is not this runner's turn any more
     */
    boolean fail(Failing failing) {
        RecordedEvent event = failing.event();
        Throwable cause = failing.cause();
        var decided = new AtomicReference<RunState>();
        var failed = new AtomicReference<FailedEvent>();
        Outcome outcome = inEpoch(() -> {
            // Read anew: another node may have tried the event as well, and its tries count.
            RunState before = parts.places().runStates().load(definition.name()).orElseGet(this::loadRunState);
            RunState after = FailureDecision.after(
                    before,
                    event,
                    cause,
                    definition.options().retry(),
                    parts.clock().instant(),
                    RandomGenerator.getDefault());
            FailedEvent failure = Objects.requireNonNull(after.failure());
            RunState next =
                    work.parking().settle(before, after, failing, counts -> work.pass(failing.stretch(), counts));
            parts.places().runStates().save(definition.name(), next);
            parts.places().checkpoints().recordError(definition.name(), event.stream(), failure.error());
            failed.set(failure);
            decided.set(next);
        });
        if (outcome instanceof Outcome.WorkFailed refused && isOvertaken(refused.cause())) {
            throw new OvertakenException(refused.cause());
        }
        if (!(outcome instanceof Outcome.Committed)) {
            throw new DatabaseWait(cause);
        }
        RunState next = Objects.requireNonNull(decided.get());
        log(event, cause, next, Objects.requireNonNull(failed.get()));
        standing.runState(next);
        boolean isParked = next.pause() == null && next.failure() == null;
        observer.failed(isParked ? Verdict.DEAD_LETTER : next.pause() == null ? Verdict.RETRY : Verdict.PAUSE);
        if (isParked) {
            standing.forget();
        }
        return isParked;
    }

    /** How far it has come is to be read anew. */
    void forget(String stream) {
        standing.forget(stream);
    }

    private static boolean isOvertaken(Throwable cause) {
        return cause instanceof StaleCheckpointException || cause instanceof LeaseLostException;
    }

    private void log(RecordedEvent event, Throwable cause, RunState next, FailedEvent failed) {
        List<@Nullable Object> values = new ArrayList<>(
                List.of(definition.name(), event.offset(), event.stream(), event.type(), event.eventId()));
        if (next.pause() != null) {
            values.add(next.pause().reason());
            LOG.because(cause, LogMessage.PROJECTION_PAUSED, values.toArray());
        } else if (next.failure() != null) {
            values.add(failed.attempts());
            values.add(failed.nextAttemptAt());
            LOG.because(cause, LogMessage.EVENT_FAILED, values.toArray());
        } else {
            LOG.because(cause, LogMessage.EVENT_PARKED, values.toArray());
        }
    }
}
