package org.headrace.engine.projection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.engine.stream.Interest;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RunState;
import org.headrace.spi.InfrastructureFailures;
import org.jspecify.annotations.Nullable;

/**
 * Builds the new version beside one projection, while this node runs that projection. Whether there is one to be built is
 * looked up once a lease's epoch: whoever begins or ends a rebuild, on whatever node, begins a new epoch.
 */
final class BesideRun {

    private static final Log LOG = Log.of(BesideRun.class);

    private final ProjectionRunner serving;
    private final RunnerParts parts;
    private final Wakeups wakeups;
    private final BesideRuns common;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** How far the projection that serves is at least, for as long as its runner has not looked itself. */
    private final Map<String, Long> servedAtLeast = new ConcurrentHashMap<>();

    private volatile @Nullable Known known;
    private volatile boolean stopped;

    /** What was found in an epoch. */
    private record Known(long epoch, @Nullable Build build) {}

    /** A rebuild and its runner. */
    private record Build(Rebuild rebuild, ProjectionRunner runner, List<Interest> interests) {
        void stop() {
            interests.forEach(Interest::close);
            runner.stop();
        }
    }

    BesideRun(ProjectionRunner serving, RunnerParts parts, Wakeups wakeups, BesideRuns common) {
        this.serving = serving;
        this.parts = parts;
        this.wakeups = wakeups;
        this.common = common;
    }

    Optional<ProjectionRunner> runner() {
        Build build = build();
        return serving.isHere() ? Optional.ofNullable(build).map(Build::runner) : Optional.empty();
    }

    void timeout() {
        Long epoch = parts.places().leases().epoch(name());
        if (epoch == null || stopped) {
            return; // a runner that is left over from before may not run either, by the same lease
        }
        Known now = known;
        if (now == null || now.epoch() != epoch) {
            alone(() -> look(epoch));
        } else if (now.build() != null) {
            go(now.build());
        }
    }

    void stop() {
        stopped = true;
        Build build = build();
        if (build != null) {
            build.stop();
        }
    }

    private void go(Build build) {
        if (build.runner().hasWork()) {
            build.runner().offer();
        } else if (build.rebuild().start().autoSwitch()
                && build.rebuild().finding() == null
                && hasCaughtUp(build.runner())) {
            alone(() -> common.switchBySelf(name()));
        }
    }

    private boolean hasCaughtUp(ProjectionRunner runner) {
        RunState state = runner.standing().runState();
        return state != null
                && state.pause() == null
                && state.failure() == null
                && runner.definition().streams().stream().allMatch(stream -> runner.standing()
                        .place(stream)
                        .filter(place -> place.lastProcessedOffset() == served(stream))
                        .isPresent());
    }

    private void look(long epoch) {
        Rebuild found = common.store()
                .load(name())
                .filter(r -> r.state() == Rebuild.State.BUILDING)
                .orElse(null);
        for (String stream : serving.definition().streams()) {
            servedAtLeast.put(
                    stream,
                    parts.places()
                            .checkpoints()
                            .load(name(), stream)
                            .map(Checkpoint::lastProcessedOffset)
                            .orElse(-1L));
        }
        Build before = build();
        Build build = null;
        if (before != null && found != null && before.rebuild().start().equals(found.start())) {
            build = new Build(found, before.runner(), before.interests());
        } else {
            if (before != null) {
                before.stop();
            }
            build = found == null ? null : begin(found);
        }
        known = new Known(epoch, build);
        if (stopped && build != null) {
            build.stop();
        } else if (build != null) {
            build.runner().offer();
        }
    }

    private Build begin(Rebuild rebuild) {
        ProjectionDefinition definition = serving.definition();
        // Whether it may run is decided by who begins a rebuild, not by how the projection once started.
        ProjectionDefinition started =
                definition.withOptions(definition.options().withAutoStart(true));
        var runner = new ProjectionRunner(
                started,
                parts.under(RebuildNames::rebuild),
                wakeups,
                new BesideVersion(rebuild, common.tables(), this::served));
        List<Interest> interests = definition.streams().stream()
                .map(stream ->
                        parts.streams().watch(stream, definition.options().pollingInterval(), runner))
                .toList();
        LOG.write(LogMessage.REBUILD_BEGUN, name());
        return new Build(rebuild, runner, interests);
    }

    private long served(String stream) {
        return serving.standing()
                .place(stream)
                .map(Checkpoint::lastProcessedOffset)
                .orElseGet(() -> Objects.requireNonNullElse(servedAtLeast.get(stream), -1L));
    }

    private @Nullable Build build() {
        Known now = known;
        return now == null ? null : now.build();
    }

    /** On a thread of the engine; not when it is at something already. What fails is tried again at the next timeout. */
    private void alone(Runnable task) {
        if (busy.compareAndSet(false, true) && !wakeups.submit(() -> attempt(task))) {
            busy.set(false);
        }
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.because(e, InfrastructureFailures.isInfrastructure(e), LogMessage.REBUILD_NOT_TENDED, name());
        } finally {
            busy.set(false);
        }
    }

    private String name() {
        return serving.definition().name();
    }
}
