package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.saga.SagaParts.SagaStores;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.ContributedBeans;
import org.headrace.spi.ContributedBeans.Found;
import org.headrace.spi.Schema;
import org.headrace.stream.EventLog;
import org.jspecify.annotations.Nullable;

/** Puts together what runs the sagas of a node, and starts it with the definitions found in the deployment. */
@ApplicationScoped
public class SagaEngine {

    /** One to wait for calls that take too long, one to relay. */
    private static final int SIDE_THREADS = 2;

    @Inject
    SagaStateStore states;

    @Inject
    SagaWorkStore work;

    @Inject
    SagaLogStore happenings;

    @Inject
    SagaSignalStore signals;

    @Inject
    LeaseStore leases;

    @Inject
    CheckpointStore checkpoints;

    @Inject
    ProjectionRegistry projections;

    @Inject
    EventLog log;

    @Inject
    Schema schema;

    @Inject
    ContributedBeans contributed;

    @Inject
    RegisteredSagas registered;

    @Inject
    SagaStarts starts;

    @Inject
    SagaObserver observer;

    private volatile @Nullable Running running;

    /** What there is from the start to the stop. */
    record Running(
            SagaParts parts,
            SagaDispatch dispatch,
            SharedStarts sharedStarts,
            SharedTurns sharedTurns,
            Troubles troubles,
            TransactionSynchronizationRegistry synchronizations,
            SagaRelay relay,
            ScheduledThreadPoolExecutor sideThreads) {}

    /** What the container gives. */
    public record Container(
            UserTransaction transaction,
            TransactionSynchronizationRegistry synchronizations,
            SagaWorkers workers,
            ThreadFactory threads) {}

    /**
     * Starts.
     *
     * @return how many definitions the deployment holds
     * @throws org.headrace.input.InvalidInputException when one of them is not as it must be
     */
    public int start(Container container, Membership membership, SagaSettings settings) {
        var parts = new SagaParts(
                new SagaStores(states, work, happenings, signals),
                new OwnTransactions(container.transaction(), schema),
                contributed.of(BeforeCheckpoint.class).stream().map(Found::bean).toList(),
                membership,
                observer);
        begin(parts, container, Sharing.DEFAULT.ofAtMost(settings.stepsPerCommit()));
        running().relay().start(settings.scanInterval());
        registered.followedBy(new SagaTriggers(registered, starts, projections, checkpoints, log));
        List<SagaDefinition> definitions = contributed.of(SagaDefinition.class).stream()
                .map(Found::bean)
                .sorted(Comparator.comparing(SagaDefinition::name).thenComparing(SagaDefinition::version))
                .toList();
        definitions.forEach(registered::register);
        return definitions.size();
    }

    void begin(SagaParts parts, Container container, Sharing sharing) {
        var sideThreads = new ScheduledThreadPoolExecutor(SIDE_THREADS, container.threads());
        sideThreads.setRemoveOnCancelPolicy(true);
        sideThreads.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        var troubles = new Troubles();
        var relay = new SagaRelay(
                new SagaRelay.Parts(parts.log(), log, leases, parts.membership(), parts.transactions()), sideThreads);
        var shared = new SharedTurns(parts, sharing);
        var runner = new SagaRunner(parts, registered, new CallTimer(sideThreads), shared, troubles, relay::wake);
        var dispatch = new SagaDispatch(parts, registered, runner, container.workers());
        running = new Running(
                parts,
                dispatch,
                new SharedStarts(parts, sharing),
                shared,
                troubles,
                container.synchronizations(),
                relay,
                sideThreads);
    }

    /** Looks for sagas that are ready. Returns at once. */
    public void scan() {
        Running current = running;
        if (current != null) {
            current.dispatch().scanSoon();
        }
    }

    /** No other step is begun from here on. Those that are being run end on the workers, which are the caller's to wait for. */
    public void stop() {
        Running current = running;
        if (current != null) {
            current.dispatch().stop();
            current.relay().stop();
        }
    }

    /** To be called when the workers have ended: until then calls to other systems are still timed. */
    public void end() {
        Running current = running;
        running = null;
        if (current != null) {
            current.sideThreads().shutdown();
        }
        registered.clear();
    }

    /** Empty: it has not started, or has stopped. */
    Optional<SagaDispatch> dispatch() {
        return Optional.ofNullable(running).map(Running::dispatch);
    }

    Running running() {
        return Objects.requireNonNull(running, "Headrace has not started yet: start sagas after the deployment");
    }
}
