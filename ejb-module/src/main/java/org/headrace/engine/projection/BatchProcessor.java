package org.headrace.engine.projection;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.Work;
import org.headrace.projection.BatchContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.LeaseLostException;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.StaleCheckpointException;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamNotFoundException;

/**
 * Takes one projection's streams forward, a page at a time. Each batch is one transaction: handler, flush, checkpoint.
 * When a batch fails it is halved until the failing event stands alone, so that the good ones before it are kept and
 * only it is retried. Called under the runner's lock.
 */
final class BatchProcessor {

    private static final System.Logger LOG = System.getLogger(BatchProcessor.class.getName());

    private final ProjectionDefinition definition;
    private final HandlerCall handler;
    private final RunnerParts parts;
    private final Standing standing;
    private final BooleanSupplier mustYield;

    BatchProcessor(ProjectionDefinition definition, RunnerParts parts, Standing standing, BooleanSupplier mustYield) {
        this.definition = definition;
        this.handler = HandlerCall.of(definition);
        this.parts = parts;
        this.standing = standing;
        this.mustYield = mustYield;
    }

    /** Whether the stream is known to end elsewhere than it was read to: it has grown, or the database was restored. */
    boolean isAwayFromHead(String stream) {
        return standing.place(stream)
                .map(place -> place.lastProcessedOffset() != parts.streams().head(stream))
                .orElse(true);
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

    /**
     * Processes the next page of a stream. True: its checkpoint has moved, or is to be looked at anew.
     *
     * @throws DatabaseWait when the database failed
     */
    boolean readFrom(String stream) {
        if (standing.looked() && standing.misfit() == null && !isAwayFromHead(stream)) {
            return false;
        }
        boolean remembered = standing.place(stream).isPresent();
        Checkpoint place = place(stream);
        EventPage page = page(stream, place.lastProcessedOffset() + 1);
        if (page.head() < place.lastProcessedOffset()) {
            if (remembered) {
                // The checkpoint may have been restored together with the log: what the store holds counts.
                standing.forget();
                return true;
            }
            refuse(place, page.head());
            return false;
        }
        standing.fits(stream);
        if (standing.hasMisfitBeside(stream)) {
            return false;
        }
        return !page.events().isEmpty() && processPage(page.events(), place);
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

    /**
     * A stream is read from its first event on, archived or not: a read model that is built after events were archived
     * would otherwise lack them without anybody having asked for that.
     */
    private EventPage page(String stream, long from) {
        int limit = definition.options().batchSize();
        try {
            return parts.streams().read(stream, from, limit);
        } catch (EventsArchivedException archived) {
            return parts.retention().readArchive(stream, from, limit).asPage();
        } catch (StreamNotFoundException e) {
            // Nobody has appended to it yet.
            return new EventPage(stream, List.of(), 0, -1);
        }
    }

    private boolean processPage(List<RecordedEvent> events, Checkpoint place) {
        if (FailureDecision.isAt(loadRunState().failure(), events.get(0))) {
            return process(events.subList(0, 1));
        }
        if (!definition.options().checkpointPerEvent()) {
            return process(uniformlyReplayed(events, place.replayUntil()));
        }
        for (int i = 0; i < events.size(); i++) {
            if (mustYield.getAsBoolean() || !process(events.subList(i, i + 1))) {
                return i > 0;
            }
        }
        return true;
    }

    /** A batch is either all replay or all new, so that its context can say which. */
    private static List<RecordedEvent> uniformlyReplayed(List<RecordedEvent> events, long replayUntil) {
        long first = events.get(0).offset();
        long last = events.get(events.size() - 1).offset();
        boolean crosses = first <= replayUntil && last > replayUntil;
        return crosses ? events.subList(0, (int) (replayUntil - first + 1)) : events;
    }

    /** True: all of them are processed. */
    private boolean process(List<RecordedEvent> events) {
        Outcome outcome = inTransaction(events);
        if (outcome instanceof Outcome.Committed) {
            return true;
        }
        if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw new DatabaseWait(failed.cause());
        }
        Throwable cause = ((Outcome.WorkFailed) outcome).cause();
        if (cause instanceof StaleCheckpointException || cause instanceof LeaseLostException) {
            LOG.log(Level.INFO, cause.getMessage());
            standing.forget();
            return false;
        }
        if (events.size() == 1) {
            fail(events.get(0), cause);
            return false;
        }
        int half = events.size() / 2;
        return process(events.subList(0, half)) && process(events.subList(half, events.size()));
    }

    private Outcome inTransaction(List<RecordedEvent> events) {
        RecordedEvent first = events.get(0);
        RecordedEvent last = events.get(events.size() - 1);
        Checkpoint place = place(first.stream());
        if (place.lastProcessedOffset() != first.offset() - 1) {
            // Somebody else moved it since the events were read, and what it was is forgotten.
            return new Outcome.WorkFailed(
                    new StaleCheckpointException(definition.name(), first.stream(), first.offset() - 1));
        }
        RunState before = loadRunState();
        boolean retried = FailureDecision.isAt(before.failure(), first);
        RunState after = retried ? before.withFailure(null) : before;
        var context = new BatchContext(
                definition.name(),
                FailureDecision.attemptsBefore(before.failure(), first),
                last.offset() <= place.replayUntil());
        var done = new AtomicReference<Move>();
        Outcome outcome = inEpoch(() -> {
            int unknown = handler.handle(parts.contributed().upcasters().upcast(events), context);
            parts.contributed().flush();
            var move = new Move(place.lastProcessedOffset(), last.offset(), new Counts(events.size(), unknown, 0));
            parts.places().checkpoints().advance(definition.name(), first.stream(), move);
            done.set(move);
            if (retried) {
                parts.places().runStates().save(definition.name(), after);
            }
        });
        if (outcome instanceof Outcome.Committed) {
            standing.place(place.moved(
                    Objects.requireNonNull(done.get()), parts.clock().instant()));
            standing.runState(after);
            standing.outage(null);
        } else {
            // A commit whose answer was lost may have taken place.
            standing.forget(first.stream());
        }
        return outcome;
    }

    /** One transaction that commits only while the lease lasts under which all that is known here was read. */
    private Outcome inEpoch(Work work) {
        long epoch = standing.epoch();
        return parts.transactions().run(() -> {
            parts.places().leases().hold(definition.name(), epoch);
            work.run();
        });
    }

    private void fail(RecordedEvent event, Throwable cause) {
        var decided = new AtomicReference<RunState>();
        Outcome outcome = inEpoch(() -> {
            // Read anew: another node may have tried the event as well, and its tries count.
            RunState before = parts.places().runStates().load(definition.name()).orElseGet(this::loadRunState);
            RunState next = FailureDecision.after(
                    before,
                    event,
                    cause,
                    definition.options().retry(),
                    parts.clock().instant(),
                    RandomGenerator.getDefault());
            parts.places().runStates().save(definition.name(), next);
            String error = Objects.requireNonNull(next.failure()).error();
            parts.places().checkpoints().recordError(definition.name(), event.stream(), error);
            decided.set(next);
        });
        if (outcome instanceof Outcome.WorkFailed failed && failed.cause() instanceof LeaseLostException lost) {
            LOG.log(Level.INFO, lost.getMessage());
            standing.forget();
            return;
        }
        if (!(outcome instanceof Outcome.Committed)) {
            throw new DatabaseWait(cause);
        }
        RunState next = Objects.requireNonNull(decided.get());
        FailedEvent failed = Objects.requireNonNull(next.failure());
        standing.runState(next);
        String what = "Projection " + definition.name() + ": event " + event.eventId() + " (" + event.type()
                + ") at offset " + event.offset() + " of stream " + event.stream();
        if (next.pause() == null) {
            String text = " failed, attempt " + failed.attempts() + ", next at " + failed.nextAttemptAt();
            LOG.log(Level.WARNING, what + text, cause);
        } else {
            LOG.log(Level.ERROR, what + " failed for good; the projection is paused", cause);
        }
    }

    private void refuse(Checkpoint place, long head) {
        String reason = "its checkpoint is at offset " + place.lastProcessedOffset() + " of stream " + place.stream()
                + ", which ends at " + head + ": the database was restored to an earlier state, or is another one."
                + " Restore the read model to the same state, or rebuild the projection.";
        if (!reason.equals(standing.misfit())) {
            LOG.log(Level.ERROR, "Projection " + definition.name() + " cannot run: " + reason);
        }
        standing.misfit(place.stream(), reason);
    }

    private Checkpoint place(String stream) {
        return standing.place(stream).orElseGet(() -> {
            Checkpoint stored = parts.places()
                    .checkpoints()
                    .load(definition.name(), stream)
                    .orElseGet(() -> Checkpoint.start(
                            definition.name(), stream, parts.clock().instant()));
            standing.place(stored);
            return stored;
        });
    }
}
