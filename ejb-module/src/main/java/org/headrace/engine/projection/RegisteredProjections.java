package org.headrace.engine.projection;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.engine.stream.Interest;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionRegistry;
import org.jspecify.annotations.Nullable;

/** The projections of this node and their runners. Begins to run them when {@link #start} has given it its engine. */
@ApplicationScoped
public class RegisteredProjections implements ProjectionRegistry {

    private static final Log LOG = Log.of(RegisteredProjections.class);

    private final Map<String, ProjectionRunner> runners = new ConcurrentHashMap<>();
    private final Map<String, List<Interest>> interests = new ConcurrentHashMap<>();
    private volatile @Nullable Engine engine;
    private volatile Runnable follower = () -> {};

    /** What runners need, once the server has started. */
    record Engine(
            RunnerParts parts,
            ConfiguredOptions options,
            Timers timers,
            BesideRuns besides,
            PeriodicSnapshots snapshots) {}

    void start(Engine started) {
        engine = started;
    }

    /** Called, from now on, whenever a projection has come or gone. It must not throw. */
    public void followedBy(Runnable newFollower) {
        follower = newFollower;
    }

    @Override
    public void register(ProjectionDefinition definition) {
        Engine current = requireEngine();
        ProjectionDefinition configured =
                definition.withOptions(current.options().override(definition.name(), definition.options()));
        var runner = new ProjectionRunner(configured, current.parts(), current.timers());
        if (runners.putIfAbsent(configured.name(), runner) != null) {
            throw new InvalidInputException("name", "a projection named " + configured.name() + " is registered");
        }
        current.besides().add(runner, current.parts(), current.timers());
        interests.put(configured.name(), interestsOf(runner, current.parts()));
        current.timers().startTimer(configured.name(), configured.options().pollingInterval());
        LOG.write(
                LogMessage.PROJECTION_REGISTERED,
                configured.name(),
                String.join(", ", configured.streams()),
                configured.options().batchSize());
        current.parts().places().leases().watch(configured.name(), () -> {
            runner.offer();
            current.besides().timeout(configured.name());
        });
        follower.run();
    }

    @Override
    public boolean unregister(String name) {
        ProjectionRunner runner = runners.get(name);
        if (runner == null) {
            return false;
        }
        requireEngine().timers().stopTimer(name);
        requireEngine().besides().remove(name);
        runner.stop();
        requireEngine().parts().places().leases().unwatch(name);
        List<Interest> ended = interests.remove(name);
        if (ended != null) {
            ended.forEach(Interest::close);
        }
        boolean removed = runners.remove(name, runner);
        follower.run();
        return removed;
    }

    @Override
    public Optional<ProjectionDefinition> find(String name) {
        return Optional.ofNullable(runners.get(name)).map(ProjectionRunner::definition);
    }

    @Override
    public List<ProjectionDefinition> all() {
        return runners().stream().map(ProjectionRunner::definition).toList();
    }

    /** A timer has fired. Offers work to the engine's threads where there is any; asks the store nothing. */
    public void timeout(String name) {
        ProjectionRunner runner = runners.get(name);
        if (runner != null && runner.hasWork()) {
            runner.offer();
        }
        Engine current = engine;
        if (current != null) {
            current.besides().timeout(name);
            if (runner != null) {
                current.snapshots().timeout(runner, current.timers());
            }
        }
    }

    List<ProjectionRunner> runners() {
        return runners.values().stream()
                .sorted(Comparator.comparing(r -> r.definition().name()))
                .toList();
    }

    ProjectionRunner runner(String name) {
        ProjectionRunner runner = runners.get(name);
        if (runner == null) {
            throw new ProjectionNotFoundException(name);
        }
        return runner;
    }

    RunnerParts parts() {
        return requireEngine().parts();
    }

    BesideRuns besides() {
        return requireEngine().besides();
    }

    /** Stops all runners and waits for their batches to end. */
    @PreDestroy
    void stop() {
        Engine stopping = engine;
        if (stopping != null) {
            stopping.besides().stop();
        }
        runners.values().forEach(ProjectionRunner::stop);
        interests.values().forEach(ended -> ended.forEach(Interest::close));
        interests.clear();
        runners.clear();
        engine = null;
    }

    private static List<Interest> interestsOf(ProjectionRunner runner, RunnerParts parts) {
        ProjectionDefinition definition = runner.definition();
        Duration interval = definition.options().pollingInterval();
        return definition.streams().stream()
                .map(stream -> parts.streams().watch(stream, interval, runner))
                .toList();
    }

    private Engine requireEngine() {
        return Objects.requireNonNull(
                engine, "Headrace has not started yet: register projections after the deployment");
    }
}
