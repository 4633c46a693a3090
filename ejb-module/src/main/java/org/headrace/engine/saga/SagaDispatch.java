package org.headrace.engine.saga;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.headrace.engine.transaction.FailureText;
import org.headrace.saga.spi.SagaWorkStore;

/**
 * Hands sagas to the workers of this node, each saga to one at a time. What is ready is found in the store, always: by
 * the scans, whoever started it and whichever node it ran on before; there is no recovery at start. Safe for use by
 * many threads.
 */
final class SagaDispatch {

    private static final System.Logger LOG = System.getLogger(SagaDispatch.class.getName());

    /** More than that are left in the store until these are through. */
    private static final int MAX_HELD = 1_000;

    private static final int SCAN_LIMIT = 200;

    private final SagaWorkStore work;
    private final RegisteredSagas definitions;
    private final SagaRunner runner;
    private final Predicate<Runnable> workers;

    /** True: it was offered again while it was being run. */
    private final Map<String, Boolean> held = new ConcurrentHashMap<>();

    private final AtomicBoolean scanning = new AtomicBoolean();
    private volatile boolean isMoreReady;
    private volatile boolean databaseFailed;
    private volatile boolean stopped;

    /** @param workers runs a task soon; false: it has no room for it */
    SagaDispatch(SagaWorkStore work, RegisteredSagas definitions, SagaRunner runner, Predicate<Runnable> workers) {
        this.work = work;
        this.definitions = definitions;
        this.runner = runner;
        this.workers = workers;
    }

    /** Has a saga run soon on this node. Returns at once; a hint, since the next scan finds it all the same. */
    void offer(String sagaId) {
        if (stopped || held.size() >= MAX_HELD) {
            return;
        }
        if (held.putIfAbsent(sagaId, false) == null) {
            submit(sagaId);
        } else {
            held.computeIfPresent(sagaId, (id, again) -> true);
        }
    }

    /** Looks for sagas that are ready, on a thread of the workers. Returns at once. */
    void scanSoon() {
        if (!stopped && held.size() < SCAN_LIMIT && scanning.compareAndSet(false, true) && !workers.test(this::scan)) {
            scanning.set(false);
        }
    }

    /** Allows no other saga; those that are being run end their step. */
    void stop() {
        stopped = true;
    }

    /** Sagas that this node is at, or has in line. */
    int heldCount() {
        return held.size();
    }

    private void scan() {
        try {
            List<String> ready = work.ready(definitions.kinds(), SCAN_LIMIT);
            isMoreReady = ready.size() == SCAN_LIMIT;
            if (databaseFailed) {
                databaseFailed = false;
                LOG.log(Level.INFO, "The database answers again: sagas go on");
            }
            ready.forEach(this::offer);
        } catch (RuntimeException e) {
            LOG.log(
                    databaseFailed ? Level.DEBUG : Level.WARNING,
                    "Ready sagas could not be looked for, and are again at the next scan: " + FailureText.describe(e),
                    e);
            databaseFailed = true;
        } finally {
            scanning.set(false);
        }
    }

    private void submit(String sagaId) {
        if (!workers.test(() -> run(sagaId))) {
            held.remove(sagaId);
        }
    }

    private void run(String sagaId) {
        if (!stopped) {
            held.computeIfPresent(sagaId, (id, again) -> false);
            runner.run(sagaId);
        }
        // Removed unless it was offered again while it ran: what that was for may have come too late for the run.
        Boolean again = held.computeIfPresent(sagaId, (id, offered) -> (offered && !stopped) ? false : null);
        if (again != null) {
            submit(sagaId);
        } else if (isMoreReady && held.size() < SCAN_LIMIT / 4) {
            scanSoon();
        }
    }
}
