package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/** The definitions of this node. */
@ApplicationScoped
public class RegisteredSagas implements SagaRegistry {

    private static final Log LOG = Log.of(RegisteredSagas.class);

    private final ConcurrentMap<Version, RegisteredSaga> sagas = new ConcurrentHashMap<>();
    private volatile Follower follower = Follower.NOBODY;
    private volatile Runnable watcher = () -> {};

    private record Version(String name, int version) {}

    /** Who has something to do for each definition. */
    interface Follower {
        Follower NOBODY = new Follower() {
            @Override
            public void added(RegisteredSaga saga) {
                // before the start, and in tests
            }

            @Override
            public void removed(RegisteredSaga saga) {
                // before the start, and in tests
            }
        };

        /** What it throws refuses the definition. */
        void added(RegisteredSaga saga);

        void removed(RegisteredSaga saga);
    }

    /** From now on. */
    void followedBy(Follower newFollower) {
        follower = newFollower;
    }

    /** Called, from now on, whenever a definition has come or gone. It must not throw. */
    public void watchedBy(Runnable newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public void register(SagaDefinition definition) {
        RegisteredSaga saga = RegisteredSaga.of(definition);
        if (sagas.putIfAbsent(versionOf(saga), saga) != null) {
            throw new InvalidInputException(
                    "name", "saga " + saga.name() + " version " + saga.version() + " is registered already");
        }
        try {
            follower.added(saga);
        } catch (RuntimeException e) {
            sagas.remove(versionOf(saga));
            throw e;
        }
        LOG.write(LogMessage.SAGA_REGISTERED, saga.name(), saga.version(), String.join(", ", namesOf(saga)));
        watcher.run();
    }

    @Override
    public boolean unregister(String name, int version) {
        RegisteredSaga removed = sagas.remove(new Version(name, version));
        if (removed != null) {
            follower.removed(removed);
            watcher.run();
        }
        return removed != null;
    }

    @Override
    public List<Registered> all() {
        return sagas.values().stream()
                .map(saga ->
                        new Registered(saga.name(), saga.version(), saga.kind().hash(), namesOf(saga)))
                .sorted(Comparator.comparing(Registered::name).thenComparing(Registered::version))
                .toList();
    }

    Optional<RegisteredSaga> find(String name, int version) {
        return Optional.ofNullable(sagas.get(new Version(name, version)));
    }

    /** What a saga began with; empty: this node has other steps under that version, or none. */
    Optional<RegisteredSaga> of(SagaRecord saga) {
        return find(saga.saga().name(), saga.origin().version()).filter(definition -> definition.isOf(saga));
    }

    /** The highest version. */
    Optional<RegisteredSaga> newest(String name) {
        return sagas.values().stream()
                .filter(saga -> saga.name().equals(name))
                .max(Comparator.comparing(RegisteredSaga::version));
    }

    Collection<Kind> kinds() {
        return sagas.values().stream().map(RegisteredSaga::kind).toList();
    }

    void clear() {
        follower = Follower.NOBODY;
        sagas.clear();
    }

    private static Version versionOf(RegisteredSaga saga) {
        return new Version(saga.name(), saga.version());
    }

    private static List<String> namesOf(RegisteredSaga saga) {
        return saga.steps().stream().map(SagaStep::name).toList();
    }
}
