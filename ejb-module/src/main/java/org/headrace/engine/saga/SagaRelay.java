package org.headrace.engine.saga;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.transaction.FailureText;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHistory;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.stream.Append;
import org.headrace.stream.EventLog;
import org.jspecify.annotations.Nullable;

/**
 * Appends what happened to sagas to the stream {@link SagaHistory#STREAM}: each once, those of one saga in order. One node
 * does it for all, by a lease; what it has appended it takes out of the store in the same transaction. So no saga's
 * transaction ever waits for the stream.
 */
final class SagaRelay implements Membership.Duty {

    private static final Log LOG = Log.of(SagaRelay.class);

    /** No projection can be named so. */
    private static final String LEASE = "$saga-history";

    private static final int BATCH = 500;

    private final Parts parts;
    private final ScheduledExecutorService threads;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Gathering gathering = new Gathering(System.nanoTime());
    private volatile @Nullable Lease lease;
    private volatile boolean failing;
    private volatile boolean stopped;

    /** What it takes. */
    record Parts(
            SagaLogStore happenings,
            EventLog log,
            LeaseStore leases,
            Membership membership,
            OwnTransactions transactions) {}

    SagaRelay(Parts parts, ScheduledExecutorService threads) {
        this.parts = parts;
        this.threads = threads;
    }

    /** Looks for what other nodes have stored at this interval; what this one stores is told by {@link #wake}. */
    void start(Duration interval) {
        parts.membership().add(this);
        var unused = threads.scheduleWithFixedDelay(
                this::wake, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        stopped = true;
    }

    /** There may be something to relay. Returns at once. */
    void wake() {
        if (!stopped && epoch() != null && asked.compareAndSet(false, true)) {
            Duration wait = gathering.from(System.nanoTime());
            Future<?> unused = threads.schedule(this::relay, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void look(NodeLine line) {
        Optional<Lease> current = line.leases(Set.of(LEASE)).stream().findFirst();
        if (current.filter(Lease::isTaken).isEmpty()
                && !line.claim(parts.membership().node(), Set.of(LEASE)).isEmpty()) {
            current = line.leases(Set.of(LEASE)).stream().findFirst();
        }
        lease = current.orElse(null);
    }

    private @Nullable Long epoch() {
        Lease known = lease;
        Membership membership = parts.membership();
        return known != null && known.isHeldBy(membership.node().id()) && membership.isAlive() ? known.epoch() : null;
    }

    private void relay() {
        // From here on whoever has something new asks again.
        asked.set(false);
        Long epoch = epoch();
        while (epoch != null && !stopped) {
            int[] relayed = {0};
            long held = epoch;
            Outcome outcome = parts.transactions().run(() -> relayed[0] = relayBatch(held));
            note(outcome);
            if (relayed[0] > 0) {
                gathering.gathered(System.nanoTime());
            }
            epoch = outcome instanceof Outcome.Committed && relayed[0] == BATCH ? epoch() : null;
        }
    }

    private int relayBatch(long epoch) {
        Membership membership = parts.membership();
        if (!parts.leases().hold(LEASE, membership.node().id(), epoch, membership.lease())) {
            return 0;
        }
        List<SagaHappening> happenings = parts.happenings().take(BATCH);
        if (!happenings.isEmpty()) {
            parts.log()
                    .append(Append.to(
                            SagaHistory.STREAM,
                            happenings.stream().map(HappeningEvent::of).toList()));
        }
        return happenings.size();
    }

    private void note(Outcome outcome) {
        if (outcome instanceof Outcome.Committed) {
            if (failing) {
                LOG.write(LogMessage.HISTORY_GOES_ON, SagaHistory.STREAM);
            }
            failing = false;
            return;
        }
        Throwable cause = Holding.causeOf(outcome);
        LOG.because(cause, failing, LogMessage.HISTORY_NOT_APPENDED, SagaHistory.STREAM, FailureText.describe(cause));
        failing = true;
    }
}
