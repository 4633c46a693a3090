package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.ContributedBeans;
import org.headrace.spi.ContributedBeans.Found;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/** Puts together what runs the sagas of a node, and starts it with the definitions found in the deployment. */
@ApplicationScoped
public class SagaEngine {

    @Inject
    SagaStateStore states;

    @Inject
    SagaWorkStore work;

    @Inject
    Schema schema;

    @Inject
    ContributedBeans contributed;

    @Inject
    RegisteredSagas registered;

    private volatile @Nullable Running running;

    /** What there is from the start to the stop. */
    record Running(
            SagaParts parts,
            SagaDispatch dispatch,
            Troubles troubles,
            TransactionSynchronizationRegistry synchronizations) {}

    /** What the container gives. */
    public record Container(
            UserTransaction transaction,
            TransactionSynchronizationRegistry synchronizations,
            Predicate<Runnable> workers) {}

    /**
     * Starts.
     *
     * @return how many definitions the deployment holds
     * @throws org.headrace.input.InvalidInputException when one of them is not as it must be
     */
    public int start(Container container) {
        var parts = new SagaParts(
                states,
                work,
                new OwnTransactions(container.transaction(), schema),
                contributed.of(BeforeCheckpoint.class).stream().map(Found::bean).toList(),
                Clock.systemUTC());
        List<SagaDefinition> definitions = contributed.of(SagaDefinition.class).stream()
                .map(Found::bean)
                .sorted(Comparator.comparing(SagaDefinition::name).thenComparing(SagaDefinition::version))
                .toList();
        definitions.forEach(registered::register);
        begin(parts, container);
        return definitions.size();
    }

    void begin(SagaParts parts, Container container) {
        var troubles = new Troubles();
        var runner = new SagaRunner(parts, registered, troubles);
        var dispatch = new SagaDispatch(parts.work(), registered, runner, container.workers());
        running = new Running(parts, dispatch, troubles, container.synchronizations());
    }

    /** Looks for sagas that are ready. Returns at once. */
    public void scan() {
        Running current = running;
        if (current != null) {
            current.dispatch().scanSoon();
        }
    }

    public void stop() {
        Running current = running;
        running = null;
        if (current != null) {
            current.dispatch().stop();
        }
        registered.clear();
    }

    Running running() {
        return Objects.requireNonNull(running, "Headrace has not started yet: start sagas after the deployment");
    }
}
