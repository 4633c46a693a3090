package org.headrace.engine.projection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.headrace.engine.projection.StatusReport.StreamFacts;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.ProjectionAudit;
import org.headrace.projection.ProjectionAudit.StreamAudit;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.Projections;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Lease;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.Segment;
import org.headrace.projection.spi.SnapshotStore;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.spi.StreamContents;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/** What operators see of projections and do to them. */
@ApplicationScoped
public class ProjectionOperations implements Projections {

    private static final Log LOG = Log.of(ProjectionOperations.class);

    @Inject
    RegisteredProjections registered;

    @Inject
    StreamHeads streamHeads;

    @Inject
    StreamContents streamContents;

    @Inject
    OperatorActionStore actions;

    @Inject
    SnapshotStore snapshots;

    @Override
    public List<ProjectionStatus> statuses() {
        return statusesOf(registered.runners());
    }

    @Override
    public ProjectionStatus status(String name) {
        return statusesOf(List.of(registered.runner(name))).get(0);
    }

    @Override
    public ProjectionAudit audit(String name) {
        ProjectionRunner runner = registered.runner(name);
        RunnerParts parts = registered.parts();
        List<StreamAudit> streams = new ArrayList<>();
        for (String stream : runner.definition().streams()) {
            // The checkpoint first: counted the other way round it could have moved beyond what was counted.
            AuditedPlace place = AuditedPlace.read(parts, name, stream);
            long letters = parts.places().deadLetters().counts(name).getOrDefault(stream, 0L);
            // Not to be compared where letters came or went meanwhile.
            boolean isStill =
                    AuditedPlace.read(parts, name, stream).checkpoint().counts().parked()
                            == place.checkpoint().counts().parked();
            streams.add(AuditStream.of(place, isStill ? letters : null, streamContents.contents(stream)));
        }
        return new ProjectionAudit(name, parts.clock().instant(), streams);
    }

    @Override
    public ProjectionStatus pause(String name, Operator by) {
        operate(
                "pause",
                name,
                by,
                before -> before.pause() != null
                        ? before
                        : before.withPause(new RunState.Pause(
                                by.principal(),
                                by.reason(),
                                registered.parts().clock().instant())));
        return done("paused", name, by);
    }

    @Override
    public ProjectionStatus resume(String name, Operator by) {
        operate("resume", name, by, before -> {
            if (before.pause() == null) {
                throw new ProjectionStateException("Projection " + name + " is not paused");
            }
            return withAllTriesAnew(before).withPause(null);
        });
        return done("resumed", name, by);
    }

    @Override
    public ProjectionStatus rebuild(String name, Operator by) {
        ProjectionRunner runner = registered.runner(name);
        ProjectionDefinition definition = runner.definition();
        if (!(definition.handler() instanceof ResettableProjection resettable)) {
            throw new ProjectionStateException(
                    "Projection " + name + " cannot be rebuilt: its class does not implement ResettableProjection");
        }
        RunnerParts parts = registered.parts();
        new FromSnapshot(snapshots, streamHeads)
                .start(
                        definition,
                        snapshot -> operate("rebuild", name, by, before -> {
                            requireNoneBeside(name);
                            resettable.reset();
                            parts.contributed().flush();
                            for (String stream : definition.streams()) {
                                parts.places().reset(name, stream);
                            }
                            parts.places().deadLetters().clear(name);
                            snapshot.ifPresent(loaded -> loaded.restore(definition, parts));
                            return RunState.RUNNING;
                        }));
        return done("being rebuilt", name, by);
    }

    @Override
    public ProjectionStatus retry(String name, Operator by) {
        operate("retry", name, by, before -> {
            requireFailure(name, before);
            return withAllTriesAnew(before).withPause(null);
        });
        return done("told to retry", name, by);
    }

    @Override
    public ProjectionStatus split(String name, int segments, Operator by) {
        ProjectionOptions.requireParallelism(segments);
        if (segments > 1 && !registered.runner(name).definition().isParallel()) {
            throw new ProjectionStateException("Projection " + name
                    + " cannot be split: its class does not say, by ParallelProjection, that its keys are independent"
                    + " of each other");
        }
        RunnerParts parts = registered.parts();
        operate("split", name, by, before -> "into " + segments, before -> {
            parts.places().segments().want(name, segments);
            return before;
        });
        return done("split into " + segments, name, by);
    }

    @Override
    public ProjectionStatus skip(String name, Operator by) {
        return skip(name, by, state -> requireFailure(name, state));
    }

    @Override
    public ProjectionStatus skip(String name, Address event, Operator by) {
        return skip(name, by, state -> {
            FailedEvent failed = requireFailure(name, state);
            if (!event.equals(new Address(failed.stream(), failed.offset()))) {
                throw new ProjectionStateException("Event " + event.offset() + " of stream " + event.stream()
                        + " does not hold projection " + name
                        + " up, or no longer: see its status for the one that does");
            }
            return failed;
        });
    }

    private ProjectionStatus skip(String name, Operator by, Function<RunState, FailedEvent> which) {
        RunnerParts parts = registered.parts();
        operate("skip", name, by, before -> {
            FailedEvent failed = which.apply(before);
            RecordedEvent event = parts.pages().event(failed.stream(), failed.offset());
            parts.places().pass(name, event, new Counts(0, 0, 1));
            LOG.write(LogMessage.EVENT_SKIPPED, name, failed.offset(), failed.stream(), by.principal(), by.reason());
            return RunState.RUNNING;
        });
        return done("told to skip an event", name, by);
    }

    /** The action and the record of it are one transaction. */
    private void operate(String what, String name, Operator by, ProjectionRunner.OperatorAction action) {
        operate(what, name, by, ProjectionOperations::failingEvent, action);
    }

    private static String failingEvent(RunState before) {
        FailedEvent failed = before.failure();
        return failed == null ? "" : OperatorAction.event(failed.stream(), failed.offset());
    }

    /** @param details what else there is to tell, of the state before */
    private void operate(
            String what,
            String name,
            Operator by,
            Function<RunState, String> details,
            ProjectionRunner.OperatorAction action) {
        ProjectionRunner runner = registered.runner(name);
        runner.operate(before -> {
            RunState after = action.apply(before);
            String detail = details.apply(before);
            actions.record(new OperatorAction(
                    registered.parts().clock().instant(), by, what, OperatorAction.projection(name), detail));
            return after;
        });
    }

    /** The failing event, where there is one, is to be tried as if it never had been. */
    static RunState withAllTriesAnew(RunState before) {
        FailedEvent failed = before.failure();
        return failed == null
                ? before
                : before.withFailure(new FailedEvent(
                        failed.stream(), failed.offset(), 0, null, failed.error(), failed.stackTrace()));
    }

    /** What is built beside follows the one that serves, which would go back to the start. */
    private void requireNoneBeside(String name) {
        if (registered
                .besides()
                .store()
                .lock(name)
                .filter(r -> r.state() == Rebuild.State.BUILDING)
                .isPresent()) {
            throw new ProjectionStateException("Projection " + name
                    + " is being rebuilt beside: cancel that before it is rebuilt in place, or switch to it");
        }
    }

    private static FailedEvent requireFailure(String name, RunState state) {
        FailedEvent failed = state.failure();
        if (failed == null) {
            throw new ProjectionStateException("No event holds projection " + name + " up");
        }
        return failed;
    }

    private ProjectionStatus done(String action, String name, Operator by) {
        LOG.write(LogMessage.PROJECTION_OPERATED, name, action, by.principal(), by.reason());
        return status(name);
    }

    /** From the store; where it does not answer, as this node knew them last. */
    private Map<String, Long> headsOf(Collection<ProjectionRunner> runners) {
        Set<String> streams = new LinkedHashSet<>();
        runners.forEach(r -> streams.addAll(r.definition().streams()));
        try {
            return streamHeads.heads(streams);
        } catch (RuntimeException e) {
            requireInfrastructure(e);
            LiveStreams known = registered.parts().streams();
            return streams.stream().collect(Collectors.toMap(s -> s, known::head));
        }
    }

    private List<ProjectionStatus> statusesOf(List<ProjectionRunner> runners) {
        Map<String, Long> heads = headsOf(runners);
        Map<String, Lease> leases = registered
                .parts()
                .places()
                .leases()
                .load(runners.stream().map(runner -> runner.definition().name()).toList());
        return runners.stream()
                .map(runner ->
                        statusOf(runner, heads, leases.get(runner.definition().name())))
                .toList();
    }

    private ProjectionStatus statusOf(ProjectionRunner runner, Map<String, Long> heads, @Nullable Lease lease) {
        ProjectionDefinition definition = runner.definition();
        RunnerParts parts = registered.parts();
        Standing standing = runner.isHere() ? runner.standing() : Standing.elsewhere();
        RunState runState = standing.runState();
        if (runState == null) {
            try {
                runState = parts.places().runStates().load(definition.name()).orElseGet(runner::firstState);
            } catch (RuntimeException e) {
                requireInfrastructure(e);
            }
        }
        List<StreamFacts> streams = definition.streams().stream()
                .map(stream -> factsOf(runner, stream, heads.getOrDefault(stream, -1L)))
                .toList();
        return StatusReport.of(new StatusReport.Facts(definition.name(), streams, runState, lease, standing));
    }

    /** As the store says; where it does not answer, as this node knew it last. */
    private StreamFacts factsOf(ProjectionRunner runner, String stream, long head) {
        RunnerParts parts = registered.parts();
        String name = runner.definition().name();
        try {
            List<Long> segments = parts.places().segments().load(name, stream).stream()
                    .map(Segment::lastProcessedOffset)
                    .toList();
            return new StreamFacts(parts.placeOf(name, stream), head, segments);
        } catch (RuntimeException e) {
            requireInfrastructure(e);
            Checkpoint known = runner.standing()
                    .place(stream)
                    .orElseGet(
                            () -> Checkpoint.start(name, stream, parts.clock().instant()));
            return new StreamFacts(known, head, List.of());
        }
    }

    private static void requireInfrastructure(RuntimeException e) {
        if (!InfrastructureFailures.isInfrastructure(e)) {
            throw e;
        }
    }
}
