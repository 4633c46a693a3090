package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.Rebuilds;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunStateStore;
import org.headrace.projection.spi.SnapshotStore;
import org.headrace.stream.spi.StreamHeads;

/** What operators do to new versions of read models, each in the exclusive section of its projection. */
@ApplicationScoped
public class RebuildOperations implements Rebuilds {

    private static final Log LOG = Log.of(RebuildOperations.class);

    @Inject
    RegisteredProjections registered;

    @Inject
    StreamHeads streamHeads;

    @Inject
    OperatorActionStore actions;

    @Inject
    SnapshotStore snapshots;

    /** A step of an action, in its transaction. */
    @FunctionalInterface
    private interface Step {
        RunState apply(RebuildSteps steps, RunState before) throws Exception;
    }

    @Override
    public RebuildStatus status(String name) {
        ProjectionRunner runner = registered.runner(name);
        ProjectionDefinition definition = runner.definition();
        Rebuild rebuild = registered.besides().store().load(name).orElse(null);
        boolean beside = rebuild != null && rebuild.state() == Rebuild.State.BUILDING;
        RunnerParts parts = registered.parts();
        RunnerParts rebuilt = beside ? parts.under(RebuildNames::rebuild) : parts;
        // The new version first: read the other way round it could seem to be ahead.
        List<Checkpoint> places = placesOf(definition, rebuilt);
        List<Checkpoint> serving = placesOf(definition, parts);
        Map<String, Long> heads = streamHeads.heads(new HashSet<>(definition.streams()));
        Optional<ProjectionRunner> reading =
                beside ? registered.besides().runner(name) : Optional.of(runner).filter(ProjectionRunner::isHere);
        return RebuildReport.of(new RebuildReport.Facts(
                name,
                rebuild,
                serving,
                places,
                definition.streams().stream()
                        .map(stream -> heads.getOrDefault(stream, -1L))
                        .toList(),
                rebuilt.places().runStates().load(name).orElse(RunState.RUNNING),
                reading.map(r -> r.standing().rate().perSecond()).orElse(null),
                parts.clock().instant()));
    }

    @Override
    public RebuildStatus begin(String name, boolean autoSwitch, Operator by) {
        ProjectionDefinition definition = registered.runner(name).definition();
        String serving = registered.besides().tables().servingSchema();
        if (definition.tables().isEmpty()) {
            throw new ProjectionStateException("Projection " + name + " cannot be rebuilt beside: it does not name its"
                    + " tables. Name them in its annotation or definition, or rebuild in place");
        }
        new FromSnapshot(snapshots, streamHeads)
                .start(
                        definition,
                        snapshot -> act("rebuild-beside", name, by, (steps, before) -> {
                            steps.begin(serving, autoSwitch, snapshot, by);
                            return before;
                        }));
        return done("being rebuilt beside", name, by);
    }

    @Override
    public RebuildParity parity(String name, Operator by) {
        var found = new AtomicReference<RebuildParity>();
        act("compare-rebuild", name, by, (steps, before) -> {
            found.set(steps.compare(steps.requireBuilding()));
            return before;
        });
        return Objects.requireNonNull(found.get());
    }

    @Override
    public RebuildStatus switchOver(String name, boolean acceptDifferences, Operator by) {
        act("switch-rebuild", name, by, (steps, before) -> {
            Rebuild rebuild = steps.requireBuilding();
            if (acceptDifferences) {
                steps.takeForward(rebuild);
            } else {
                requireEqual(steps.compare(rebuild));
            }
            steps.switchOver(rebuild);
            return before;
        });
        return done("switched to its new version", name, by);
    }

    @Override
    public RebuildStatus cancel(String name, Operator by) {
        act("cancel-rebuild", name, by, (steps, before) -> {
            steps.cancel(steps.requireBuilding());
            return before;
        });
        return done("no longer being rebuilt", name, by);
    }

    @Override
    public RebuildStatus resume(String name, Operator by) {
        act("resume-rebuild", name, by, (steps, before) -> {
            steps.requireBuilding();
            RunStateStore states =
                    registered.parts().under(RebuildNames::rebuild).places().runStates();
            RunState state = states.load(name).orElse(RunState.RUNNING);
            if (state.failure() == null) {
                throw new ProjectionStateException("No event holds the new version of projection " + name + " up");
            }
            states.save(name, ProjectionOperations.withAllTriesAnew(state).withPause(null));
            return before;
        });
        return done("told to go on with its rebuild", name, by);
    }

    @Override
    public RebuildStatus rollBack(String name, Operator by) {
        act("roll-back-rebuild", name, by, (steps, before) -> {
            steps.rollBack(steps.requireSwitched());
            // What failed after the switch lies ahead of it now.
            boolean pausedByFailure = before.failure() != null
                    && before.pause() != null
                    && before.pause().by().equals(FailureDecision.ENGINE);
            return pausedByFailure ? RunState.RUNNING : before.withFailure(null);
        });
        return done("rolled back to its previous version", name, by);
    }

    @Override
    public RebuildStatus finish(String name, Operator by) {
        act("finish-rebuild", name, by, (steps, before) -> {
            steps.finish(steps.requireSwitched());
            return before;
        });
        return done("left with its new version only", name, by);
    }

    /** Called by the engine when a new version that is to be switched by itself has caught up. */
    void switchBySelf(String name) {
        var by = new Operator(FailureDecision.ENGINE, "auto switch: the new version has caught up");
        try {
            switchOver(name, false, by);
        } catch (ProjectionStateException e) {
            if (TablesInUse.isCauseOf(e)) {
                LOG.write(LogMessage.REBUILD_SWITCHED_LATER, name, e.getMessage());
                return;
            }
            LOG.write(LogMessage.REBUILD_NOT_SWITCHED, name, e.getMessage());
            act("leave-rebuild", name, by, (steps, before) -> {
                steps.note(steps.requireBuilding(), String.valueOf(e.getMessage()));
                return before;
            });
        }
    }

    /** The action and the record of it are one transaction; when tables are in use it is tried some times. */
    private void act(String what, String name, Operator by, Step step) {
        ProjectionRunner runner = registered.runner(name);
        var steps = new RebuildSteps(runner.definition(), registered.parts(), registered.besides());
        TablesInUse.retry(() -> runner.operate(before -> {
            RunState after = TablesInUse.explain(() -> step.apply(steps, before));
            actions.record(new OperatorAction(
                    registered.parts().clock().instant(), by, what, OperatorAction.projection(name), ""));
            return after;
        }));
    }

    private static void requireEqual(RebuildParity parity) {
        if (!parity.isEqual()) {
            List<String> differences = new ArrayList<>();
            parity.tables().stream()
                    .filter(table -> !table.isEqual())
                    .forEach(table -> differences.add("table " + table.table() + " lacks " + table.onlyInOld()
                            + " rows that serve and has " + table.onlyInNew() + " others"));
            throw new ProjectionStateException("The new version differs from the one that serves: "
                    + String.join("; ", differences) + ". Accept the differences, or cancel it");
        }
    }

    private static List<Checkpoint> placesOf(ProjectionDefinition definition, RunnerParts parts) {
        return definition.streams().stream()
                .map(stream -> parts.placeOf(definition.name(), stream))
                .toList();
    }

    private RebuildStatus done(String action, String name, Operator by) {
        LOG.write(LogMessage.REBUILD_OPERATED, name, action, by.principal(), by.reason());
        return status(name);
    }
}
