package org.headrace.engine.saga;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.engine.transaction.FailureText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Claims sagas for the workers of this node, each saga for one at a time, and no more than they can soon run. What is ready
 * is found in the store, always: by the scans, whoever started it and whichever node it ran on before; there is no recovery
 * at start. Safe for use by many threads.
 */
final class SagaDispatch {

    private static final Log LOG = Log.of(SagaDispatch.class);

    private final SagaParts parts;
    private final RegisteredSagas definitions;
    private final SagaRunner runner;
    private final SagaWorkers workers;

    /** What this node has claimed, or is about to. True: it was offered again while it was being run. */
    private final Map<String, Boolean> held = new ConcurrentHashMap<>();

    private final AtomicBoolean scanning = new AtomicBoolean();
    private volatile boolean isMoreReady;
    private volatile boolean databaseFailed;
    private volatile boolean stopped;

    SagaDispatch(SagaParts parts, RegisteredSagas definitions, SagaRunner runner, SagaWorkers workers) {
        this.parts = parts;
        this.definitions = definitions;
        this.runner = runner;
        this.workers = workers;
    }

    /**
     * Makes room for a saga that is about to be stored as this node's; {@link #run} or {@link #forget} must follow.
     *
     * @return the node; empty: it has enough to do, or may not claim anything now
     */
    Optional<UUID> reserve(String sagaId) {
        if (!mayClaim() || room() == 0) {
            return Optional.empty();
        }
        held.put(sagaId, false);
        return Optional.of(nodeId());
    }

    /**
     * Runs a saga for which room was made, soon. Returns at once.
     *
     * @param known of the saga, as it has just been stored; null: it is read
     */
    void run(Claim claim, @Nullable Known known) {
        submit(claim.sagaId(), () -> runner.run(claim, known, () -> stopped));
    }

    /** The saga for which room was made was not stored after all, or it is not known. */
    void forget(String sagaId) {
        held.remove(sagaId);
    }

    /** Has a saga run soon, if it is ready. Returns at once; a hint, since the next scan finds it all the same. */
    void offer(String sagaId) {
        if (!mayClaim()) {
            return;
        }
        if (held.computeIfPresent(sagaId, (id, again) -> true) == null
                && room() > 0
                && held.putIfAbsent(sagaId, false) == null) {
            submit(sagaId, () -> claimAndRun(sagaId));
        }
    }

    /** Looks for sagas that are ready, on a thread of the workers. Returns at once. */
    void scanSoon() {
        if (mayClaim() && room() > 0 && scanning.compareAndSet(false, true) && !workers.execute(this::scan)) {
            scanning.set(false);
        }
    }

    /** Claims no other saga; those that are being run end their step. */
    void stop() {
        stopped = true;
    }

    /** Sagas that this node is at, or has in line. */
    int heldCount() {
        return held.size();
    }

    /** How many sagas this node can run at a time. */
    int workers() {
        return workers.size();
    }

    private boolean mayClaim() {
        return !stopped && parts.membership().isAlive();
    }

    /** A few more than are being run, so that no worker waits for the store. */
    private int room() {
        return Math.max(0, 2 * workers.size() - held.size());
    }

    private void scan() {
        try {
            int limit = room();
            List<Claim> claims = limit == 0
                    ? List.of()
                    : parts.work().claim(nodeId(), definitions.kinds(), Set.copyOf(held.keySet()), limit);
            isMoreReady = claims.size() == limit;
            if (databaseFailed) {
                databaseFailed = false;
                LOG.write(LogMessage.SAGAS_GO_ON);
            }
            claims.forEach(this::take);
        } catch (RuntimeException e) {
            LOG.because(e, databaseFailed, LogMessage.SAGAS_NOT_FOUND, FailureText.describe(e));
            databaseFailed = true;
        } finally {
            scanning.set(false);
        }
    }

    private void take(Claim claim) {
        // One that was offered or stored in the meantime has lost its older claim: it is claimed again after that run.
        if (held.merge(claim.sagaId(), false, (before, now) -> true)) {
            return;
        }
        run(claim, null);
    }

    private void submit(String sagaId, Runnable run) {
        boolean accepted = workers.execute(() -> {
            run.run();
            ended(sagaId);
        });
        if (!accepted) {
            held.remove(sagaId);
        }
    }

    private void claimAndRun(String sagaId) {
        try {
            held.computeIfPresent(sagaId, (id, again) -> false);
            if (mayClaim()) {
                parts.work().claimOne(nodeId(), sagaId).ifPresent(claim -> runner.run(claim, null, () -> stopped));
            }
        } catch (RuntimeException e) {
            LOG.because(e, LogMessage.SAGA_NOT_CLAIMED, sagaId);
        }
    }

    /** Removed unless it was offered again while it ran: what that was for may have come too late for the run. */
    private void ended(String sagaId) {
        Boolean again = held.computeIfPresent(sagaId, (id, offered) -> (offered && !stopped) ? false : null);
        if (again != null) {
            submit(sagaId, () -> claimAndRun(sagaId));
        } else if (isMoreReady && held.size() <= workers.size()) {
            scanSoon();
        }
    }

    private UUID nodeId() {
        return parts.membership().node().id();
    }
}
