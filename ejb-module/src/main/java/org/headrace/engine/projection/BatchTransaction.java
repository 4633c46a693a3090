package org.headrace.engine.projection;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.Work;
import org.headrace.projection.BatchContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.LeaseLostException;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.StaleCheckpointException;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Processes events in transactions: handler, flush, checkpoint. A stretch that fails is halved until the failing event
 * stands alone, so that the good ones before it are kept. Several threads may process segments of a stream at the same
 * time; all else is called under the runner's lock.
 */
final class BatchTransaction {

    private static final System.Logger LOG = System.getLogger(BatchTransaction.class.getName());

    private final ProjectionDefinition definition;
    private final HandlerCall handler;
    private final RunnerParts parts;
    private final Standing standing;
    private final Parking parking;

    BatchTransaction(ProjectionDefinition definition, RunnerParts parts, Standing standing) {
        this.definition = definition;
        this.handler = HandlerCall.of(definition);
        this.parts = parts;
        this.standing = standing;
        this.parking = new Parking(definition, parts, standing);
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
        var context = new BatchContext(
                definition.name(), FailureDecision.attemptsBefore(before.failure(), first), stretch.replaying());
        Parking.Split split = parking.split(stretch.events());
        var done = new AtomicReference<Move>();
        Outcome outcome = inEpoch(() -> {
            int unknown = handle(split.open(), context);
            parking.queue(split.queued());
            var counts =
                    new Counts(split.open().size(), unknown, 0, split.queued().size());
            done.set(pass(stretch, counts));
            if (retried) {
                parts.places().runStates().save(definition.name(), after);
            }
        });
        if (outcome instanceof Outcome.Committed) {
            remember(stretch, Objects.requireNonNull(done.get()));
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

    /** One transaction that commits only while the lease lasts under which all that is known here was read. */
    Outcome inEpoch(Work work) {
        long epoch = standing.epoch();
        return parts.transactions().run(() -> {
            parts.places().leases().hold(definition.name(), epoch);
            work.run();
        });
    }

    /** As {@link #inEpoch}, for work that is not the projection's own. */
    void change(Work work) {
        Outcome outcome = inEpoch(work);
        if (outcome instanceof Outcome.WorkFailed failed && isOvertaken(failed.cause())) {
            throw new OvertakenException(failed.cause());
        } else if (outcome instanceof Outcome.WorkFailed failed) {
            throw new DatabaseWait(failed.cause());
        } else if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw new DatabaseWait(failed.cause());
        }
    }

    private int handle(List<RecordedEvent> events, BatchContext context) throws Exception {
        if (events.isEmpty()) {
            return 0;
        }
        int unknown = handler.handle(parts.contributed().upcasters().upcast(events), context);
        parts.contributed().flush();
        return unknown;
    }

    private Move pass(Stretch stretch, Counts counts) {
        var move = new Move(stretch.from(), stretch.to(), counts);
        Segment segment = stretch.segment();
        if (segment == null) {
            parts.places().checkpoints().advance(definition.name(), stretch.stream(), move);
        } else {
            parts.places().segments().advance(definition.name(), stretch.stream(), segment.number(), move);
        }
        return move;
    }

    /** Of segments the reading remembers itself, when all of them have ended. */
    private void remember(Stretch stretch, Move move) {
        if (stretch.segment() == null) {
            standing.place(stretch.stream())
                    .ifPresent(place ->
                            standing.place(place.moved(move, parts.clock().instant())));
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
            RunState next = parking.settle(before, after, failing, counts -> pass(failing.stretch(), counts));
            parts.places().runStates().save(definition.name(), next);
            parts.places().checkpoints().recordError(definition.name(), event.stream(), failure.error());
            failed.set(failure);
            decided.set(next);
        });
        if (outcome instanceof Outcome.WorkFailed work && isOvertaken(work.cause())) {
            throw new OvertakenException(work.cause());
        }
        if (!(outcome instanceof Outcome.Committed)) {
            throw new DatabaseWait(cause);
        }
        RunState next = Objects.requireNonNull(decided.get());
        log(event, cause, next, Objects.requireNonNull(failed.get()));
        standing.runState(next);
        boolean isParked = next.pause() == null && next.failure() == null;
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
        String what = "Projection " + definition.name() + ": event " + event.eventId() + " (" + event.type()
                + ") at offset " + event.offset() + " of stream " + event.stream();
        if (next.pause() != null) {
            LOG.log(
                    Level.ERROR,
                    what + " holds it up; the projection is paused: "
                            + next.pause().reason(),
                    cause);
        } else if (next.failure() != null) {
            String text = " failed, attempt " + failed.attempts() + ", next at " + failed.nextAttemptAt();
            LOG.log(Level.WARNING, what + text, cause);
        } else {
            LOG.log(Level.ERROR, what + " failed for good, and is a dead letter now", cause);
        }
    }
}
