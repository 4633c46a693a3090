package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.projection.RegisteredProjections.Engine;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.StreamProjection;
import org.headrace.projection.spi.AnnotatedProjections;
import org.headrace.projection.spi.CheckpointStore;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.projection.spi.RebuildStore;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.SegmentStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.ContributedBeans;
import org.headrace.spi.ContributedBeans.Found;
import org.headrace.spi.Schema;
import org.headrace.stream.Retention;
import org.headrace.stream.Upcaster;

/** Puts the engine of a node together and starts the projections found in the deployment. */
@ApplicationScoped
public class ProjectionEngine {

    @Inject
    Retention retention;

    @Inject
    CheckpointStore checkpoints;

    @Inject
    RunStateStore runStates;

    @Inject
    DeadLetterStore deadLetters;

    @Inject
    SegmentStore segments;

    @Inject
    LeaseStore leaseStore;

    @Inject
    ClusterEngine cluster;

    @Inject
    Schema schema;

    @Inject
    ContributedBeans contributed;

    @Inject
    AnnotatedProjections annotated;

    @Inject
    RebuildStore rebuilds;

    @Inject
    RebuildTables rebuildTables;

    @Inject
    RebuildOperations rebuildOperations;

    @Inject
    SnapshotOperations snapshots;

    @Inject
    RegisteredProjections registered;

    @Inject
    ProjectionObserver observer;

    /**
     * Starts.
     *
     * @return how many projections the deployment holds
     * @throws org.headrace.input.InvalidInputException when one of them is not as it must be
     */
    public int start(UserTransaction transaction, Timers timers, LiveStreams streams, Membership membership) {
        Clock clock = Clock.systemUTC();
        var leases = new Leases(leaseStore, membership, cluster::lookSoon);
        membership.add(leases);
        var parts = new RunnerParts(
                streams,
                retention,
                new RunnerParts.Places(checkpoints, runStates, segments, deadLetters, leases),
                new OwnTransactions(transaction, schema),
                new RunnerParts.Contributed(all(BeforeCheckpoint.class), new Upcasters(all(Upcaster.class))),
                clock,
                observer);
        var options = new ConfiguredOptions(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
        var besides = new BesideRuns(rebuilds, rebuildTables, rebuildOperations::switchBySelf);
        registered.start(new Engine(parts, options, timers, besides, new PeriodicSnapshots(snapshots)));
        List<AnnotatedProjections.Found> found = annotated.all();
        found.forEach(projection -> registered.register(definitionOf(projection.annotation(), projection.handler())));
        return found.size();
    }

    public void stop() {
        registered.stop();
    }

    private <T> List<T> all(Class<T> contract) {
        return contributed.of(contract).stream().map(Found::bean).toList();
    }

    static ProjectionDefinition definitionOf(StreamProjection annotation, Object handler) {
        return new ProjectionDefinition(
                annotation.name(),
                handler,
                List.of(annotation.streams()),
                List.of(annotation.events()),
                ConfiguredOptions.of(annotation),
                List.of(annotation.tables()));
    }
}
