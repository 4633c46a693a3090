package org.headrace.engine.projection;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionRegistry;
import org.headrace.stream.spi.AppendListener;
import org.jspecify.annotations.Nullable;

/** The projections of this node and their runners. Begins to run them when {@link #start} has given it its engine. */
@ApplicationScoped
public class RegisteredProjections implements ProjectionRegistry, AppendListener {

    private static final System.Logger LOG = System.getLogger(RegisteredProjections.class.getName());

    private final Map<String, ProjectionRunner> runners = new ConcurrentHashMap<>();
    private volatile @Nullable Engine engine;

    /** What runners need, once the server has started. */
    record Engine(RunnerParts parts, ConfiguredOptions options, Timers timers) {}

    void start(Engine started) {
        engine = started;
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
        current.parts().heads().watch(configured.streams());
        current.timers().startTimer(configured.name(), configured.options().pollingInterval());
        LOG.log(
                Level.INFO,
                "Projection {0} reads {1}, batches of {2}",
                configured.name(),
                String.join(", ", configured.streams()),
                configured.options().batchSize());
        runner.offer();
    }

    @Override
    public boolean unregister(String name) {
        ProjectionRunner runner = runners.get(name);
        if (runner == null) {
            return false;
        }
        requireEngine().timers().stopTimer(name);
        runner.stop();
        return runners.remove(name, runner);
    }

    @Override
    public Optional<ProjectionDefinition> find(String name) {
        return Optional.ofNullable(runners.get(name)).map(ProjectionRunner::definition);
    }

    @Override
    public List<ProjectionDefinition> all() {
        return runners().stream().map(ProjectionRunner::definition).toList();
    }

    @Override
    public void appended(String stream, long head) {
        Engine current = engine;
        if (current == null) {
            return;
        }
        current.parts().heads().learn(stream, head);
        for (ProjectionRunner runner : runners.values()) {
            if (runner.definition().streams().contains(stream)) {
                runner.offer();
            }
        }
    }

    /** A timer has fired. Only offers work to the engine's threads. */
    public void timeout(String name) {
        ProjectionRunner runner = runners.get(name);
        Engine current = engine;
        if (runner == null || current == null) {
            return;
        }
        current.timers().submit(() -> lookFor(runner, current.parts().heads()));
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

    /** Stops all runners and waits for their batches to end. */
    @PreDestroy
    void stop() {
        runners.values().forEach(ProjectionRunner::stop);
        runners.clear();
        engine = null;
    }

    private static void lookFor(ProjectionRunner runner, KnownHeads heads) {
        Duration interval = runner.definition().options().pollingInterval();
        try {
            heads.refresh(interval.dividedBy(2));
        } catch (RuntimeException e) {
            runner.databaseFailed(e);
            return;
        }
        if (runner.hasWork()) {
            runner.offer();
        }
    }

    private Engine requireEngine() {
        return Objects.requireNonNull(
                engine, "Headrace has not started yet: register projections after the deployment");
    }
}
