package org.headrace.engine.projection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.engine.transaction.FailureText;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.projection.SnapshottableProjection;

/** Has a snapshot taken whenever a projection has processed so many events. Safe for use by many threads. */
final class PeriodicSnapshots {

    private static final Log LOG = Log.of(PeriodicSnapshots.class);

    private final SnapshotOperations operations;
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    /** Up to where the newest one goes, in events over all streams; −1: not looked up yet. */
    private static final class Progress {
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile long taken = -1;
    }

    PeriodicSnapshots(SnapshotOperations operations) {
        this.operations = operations;
    }

    /** Offers work where it is time. Asks the store nothing. */
    void timeout(ProjectionRunner runner, Wakeups wakeups) {
        long every = runner.definition().options().snapshotEvery();
        if (every == 0
                || !(runner.definition().handler() instanceof SnapshottableProjection)
                || !runner.isHere()
                || runner.standing().outage() != null) {
            return;
        }
        Progress own = progress.computeIfAbsent(runner.definition().name(), name -> new Progress());
        long read = runner.standing().eventsRead();
        if (own.taken > read) {
            own.taken = read; // it was rebuilt
        }
        boolean isTime = own.taken < 0 || read - own.taken >= every;
        if (isTime && own.busy.compareAndSet(false, true) && !wakeups.submit(() -> look(runner, own, every))) {
            own.busy.set(false);
        }
    }

    private void look(ProjectionRunner runner, Progress own, long every) {
        String name = runner.definition().name();
        long read = runner.standing().eventsRead();
        try {
            if (own.taken < 0) {
                own.taken = operations.eventsInNewest(runner.definition());
            }
            if (read - own.taken >= every) {
                operations.take(name, new Operator(FailureDecision.ENGINE, "after " + every + " events"));
                own.taken = read;
            }
        } catch (RuntimeException e) {
            // Tried again after as many events: it must not hold the projection up every second.
            own.taken = Math.max(own.taken, read);
            LOG.write(LogMessage.SNAPSHOT_NOT_TAKEN, name, FailureText.describe(e));
        } finally {
            own.busy.set(false);
        }
    }
}
