package org.headrace.engine.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.headrace.engine.stream.StreamListener;
import org.headrace.engine.transaction.FailureText;
import org.headrace.engine.transaction.Outcome;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.spi.RunState;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one projection on this node, in turns. {@link #offer} may be called by any thread at any time; turns never
 * overlap. A turn ends when all streams are read to their heads, when an event or the database must be waited for, when
 * an operator wants to act, or when others should have the thread.
 */
final class ProjectionRunner implements StreamListener {

    private static final Log LOG = Log.of(ProjectionRunner.class);
    private static final int BATCHES_A_TURN = 20;
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(30);

    private final ProjectionDefinition definition;
    private final RunnerParts parts;
    private final Wakeups wakeups;
    private final Standing standing = new Standing();
    private final BatchProcessor processor;

    /** Turns asked for and not yet begun; the thread that raises it from 0 submits. */
    private final AtomicInteger asked = new AtomicInteger();

    private final ReentrantLock running = new ReentrantLock();
    private final AtomicInteger operatorsWaiting = new AtomicInteger();
    private volatile boolean stopped;

    /** @throws org.headrace.input.InvalidInputException when the definition does not fit its handler */
    ProjectionRunner(ProjectionDefinition definition, RunnerParts parts, Wakeups wakeups) {
        this(definition, parts, wakeups, Version.SERVING);
    }

    /** Of another version than the one that serves: {@code parts} keep its places apart. */
    ProjectionRunner(ProjectionDefinition definition, RunnerParts parts, Wakeups wakeups, Version version) {
        this.definition = definition;
        this.parts = parts;
        this.wakeups = wakeups;
        this.processor = new BatchProcessor(definition, parts, standing, new LentThread(this), version);
    }

    ProjectionDefinition definition() {
        return definition;
    }

    Standing standing() {
        return standing;
    }

    /** Whether it runs on this node, as far as is known. */
    boolean isHere() {
        return parts.places().leases().epoch(name()) != null;
    }

    /** What it begins with while the store holds nothing of it. */
    RunState firstState() {
        return processor.firstState();
    }

    /** Asks for a turn. Returns at once. */
    void offer() {
        if (!stopped && asked.getAndIncrement() == 0) {
            submit();
        }
    }

    /** Whether a timeout should offer a turn; one that is not offered costs no SQL. */
    boolean hasWork() {
        if (!isHere()) {
            return false;
        }
        RunState state = standing.runState();
        if (!standing.looked() || state == null || standing.outage() != null || standing.misfit() != null) {
            return true;
        }
        return state.pause() == null
                && (state.failure() != null || definition.streams().stream().anyMatch(processor::isAwayFromHead));
    }

    @Override
    public void changed() {
        offer();
    }

    @Override
    public void unreachable(Throwable cause) {
        if (isHere() && running.tryLock()) {
            try {
                waitForDatabase(cause);
            } finally {
                running.unlock();
            }
        }
    }

    /** Ends the current turn after its batch, and allows no other. Waits for it. */
    void stop() {
        stopped = true;
        try {
            if (running.tryLock(LONGEST_BATCH.toSeconds(), TimeUnit.SECONDS)) {
                running.unlock();
            } else {
                LOG.write(LogMessage.PROJECTION_STILL_AT_WORK, name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Changes the projection's state between two batches, on whatever node it runs, in one transaction: no other batch
     * and no other operator's action overlaps. The caller must not be in one.
     *
     * @throws ProjectionStateException when the action refuses, or the current batch does not end in time
     * @throws EventLogUnavailableException when the database does not answer
     */
    void operate(OperatorAction action) {
        operatorsWaiting.incrementAndGet();
        try {
            if (!running.tryLock(LONGEST_BATCH.toSeconds(), TimeUnit.SECONDS)) {
                throw new ProjectionStateException("Projection " + name() + " is still in a batch after "
                        + LONGEST_BATCH.toSeconds() + " s; try again");
            }
            try {
                change(action);
            } finally {
                running.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProjectionStateException("Interrupted while waiting for projection " + name());
        } finally {
            operatorsWaiting.decrementAndGet();
            offer();
        }
    }

    /** Runs several actions in a row, without a batch of this node between them. */
    void withoutTurns(Runnable actions) {
        operatorsWaiting.incrementAndGet();
        try {
            actions.run();
        } finally {
            operatorsWaiting.decrementAndGet();
            offer();
        }
    }

    /** What an operator changes. */
    @FunctionalInterface
    interface OperatorAction {
        /** Runs in a transaction; returns the state to be saved in it. */
        RunState apply(RunState before) throws Exception;
    }

    private void change(OperatorAction action) {
        Outcome outcome = parts.transactions().run(() -> {
            parts.places().leases().fence(name());
            RunState before = parts.places().runStates().load(name()).orElseGet(this::firstState);
            parts.places().runStates().save(name(), action.apply(before));
        });
        standing.forget();
        if (outcome instanceof Outcome.WorkFailed failed) {
            if (failed.cause() instanceof ProjectionStateException refusal) {
                throw refusal;
            }
            throw new ProjectionStateException(
                    "Nothing was changed: " + FailureText.describe(failed.cause()), failed.cause());
        } else if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw new EventLogUnavailableException(
                    "The database did not answer; it is not known whether anything was changed", failed.cause());
        }
        endOutage();
        parts.places().leases().refresh(name());
    }

    private String name() {
        return definition.name();
    }

    /** What it lends to its batches. */
    private record LentThread(ProjectionRunner runner) implements BatchProcessor.RunnerThread {
        @Override
        public boolean mustYield() {
            return runner.mustYield();
        }

        @Override
        public boolean submit(Runnable task) {
            return runner.wakeups.submit(task);
        }
    }

    private boolean mustYield() {
        return stopped || operatorsWaiting.get() > 0;
    }

    private void submit() {
        if (!wakeups.submit(this::turn)) {
            asked.set(0);
        }
    }

    private void turn() {
        int seen = asked.get();
        boolean more = false;
        try {
            more = batches();
        } catch (Throwable e) {
            // Nothing may end the projection for good: the next timeout offers another turn.
            LOG.because(e, LogMessage.PROJECTION_TURN_FAILED, name());
        }
        boolean askedAgain = !more && !asked.compareAndSet(seen, 0);
        if ((more || askedAgain) && !stopped) {
            submit();
        }
    }

    /** Runs on the calling thread until there is nothing to do at this moment. */
    void runUntilIdle() {
        boolean more;
        do {
            more = batches();
        } while (more);
    }

    /** True: the turn is over, and there is more to read. */
    private boolean batches() {
        running.lock();
        try {
            noteLateness();
            for (int i = 0; i < BATCHES_A_TURN; i++) {
                if (mustYield() || !mayRun()) {
                    return false;
                }
                boolean moved = false;
                for (String stream : definition.streams()) {
                    moved |= processor.readFrom(stream);
                }
                standing.look();
                endOutage();
                planRetry();
                noteLateness();
                if (!moved) {
                    return false;
                }
            }
            return true;
        } catch (DatabaseWait e) {
            waitForDatabase(e.failure());
            return false;
        } catch (RuntimeException e) {
            waitForDatabase(e);
            return false;
        } finally {
            running.unlock();
        }
    }

    private boolean mayRun() {
        Long epoch = parts.places().leases().epoch(name());
        if (epoch == null) {
            return false;
        }
        if (epoch != standing.epoch()) {
            standing.begin(epoch);
        }
        Instant now = parts.clock().instant();
        DatabaseOutage outage = standing.outage();
        if (outage != null && outage.retryAt().isAfter(now)) {
            return false;
        }
        if (standing.misfit() != null) {
            // The database may have been restored once more, and this time with the checkpoint.
            standing.forget();
        }
        RunState state = processor.loadRunState();
        if (state.pause() != null) {
            seePlaces();
            return false;
        }
        Instant retryAt = state.failure() == null ? null : state.failure().nextAttemptAt();
        return retryAt == null || !retryAt.isAfter(now);
    }

    /** One that stands does not read, and yet it is to be seen how far it is behind. */
    private void seePlaces() {
        for (String stream : definition.streams()) {
            if (standing.seen(stream).isEmpty()) {
                standing.see(parts.placeOf(name(), stream));
            }
        }
        noteLateness();
    }

    private void noteLateness() {
        for (String stream : definition.streams()) {
            standing.seen(stream).ifPresent(place -> {
                if (place.lastProcessedOffset() < parts.streams().head(stream)) {
                    standing.lateness().behindSince(stream, parts.clock().instant());
                } else {
                    standing.lateness().atHead(stream);
                }
            });
        }
    }

    private void planRetry() {
        RunState state = standing.runState();
        if (state != null && state.pause() == null && state.failure() != null) {
            wakeAt(state.failure().nextAttemptAt());
        }
    }

    private void endOutage() {
        if (standing.outage() != null) {
            LOG.write(LogMessage.PROJECTION_GOES_ON, name());
        }
        standing.outage(null);
    }

    private void waitForDatabase(Throwable cause) {
        Instant now = parts.clock().instant();
        DatabaseOutage before = standing.outage();
        if (before == null) {
            LOG.because(
                    InfrastructureFailures.isInfrastructure(cause) ? null : cause,
                    LogMessage.PROJECTION_WAITS,
                    name(),
                    FailureText.describe(cause));
        }
        DatabaseOutage next = before == null ? DatabaseOutage.begun(cause, now) : before.again(cause, now);
        standing.forget();
        parts.streams().doubt();
        standing.outage(next);
        wakeAt(next.retryAt());
    }

    private void wakeAt(@Nullable Instant time) {
        if (time != null) {
            Duration wait = Duration.between(parts.clock().instant(), time);
            wakeups.wakeLater(name(), wait.isNegative() ? Duration.ZERO : wait);
        }
    }
}
