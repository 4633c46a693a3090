package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/** The definitions of this node. */
@ApplicationScoped
public class RegisteredSagas implements SagaRegistry {

    private static final System.Logger LOG = System.getLogger(RegisteredSagas.class.getName());

    private final ConcurrentMap<Kind, RegisteredSaga> sagas = new ConcurrentHashMap<>();

    @Override
    public void register(SagaDefinition definition) {
        RegisteredSaga saga = RegisteredSaga.of(definition);
        if (sagas.putIfAbsent(saga.kind(), saga) != null) {
            throw new InvalidInputException(
                    "name", "saga " + saga.name() + " version " + saga.version() + " is registered already");
        }
        LOG.log(
                Level.INFO,
                "Saga {0} version {1}: {2}",
                saga.name(),
                Integer.toString(saga.version()),
                String.join(", ", namesOf(saga)));
    }

    @Override
    public boolean unregister(String name, int version) {
        return sagas.remove(new Kind(name, version)) != null;
    }

    @Override
    public List<Registered> all() {
        return sagas.values().stream()
                .map(saga -> new Registered(saga.name(), saga.version(), namesOf(saga)))
                .sorted(Comparator.comparing(Registered::name).thenComparing(Registered::version))
                .toList();
    }

    Optional<RegisteredSaga> find(String name, int version) {
        return Optional.ofNullable(sagas.get(new Kind(name, version)));
    }

    /** The highest version. */
    Optional<RegisteredSaga> newest(String name) {
        return sagas.values().stream()
                .filter(saga -> saga.name().equals(name))
                .max(Comparator.comparing(RegisteredSaga::version));
    }

    Collection<Kind> kinds() {
        return List.copyOf(sagas.keySet());
    }

    void clear() {
        sagas.clear();
    }

    private static List<String> namesOf(RegisteredSaga saga) {
        return saga.steps().stream().map(SagaStep::name).toList();
    }
}
