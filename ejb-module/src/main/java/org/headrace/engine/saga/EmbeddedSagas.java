package org.headrace.engine.saga;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.headrace.engine.cluster.Membership;
import org.headrace.engine.saga.SagaEngine.Container;
import org.headrace.engine.saga.SagaParts.SagaStores;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.projection.spi.LeaseStore;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaSignalStore;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.Schema;
import org.headrace.stream.EventLog;

/**
 * The sagas of one node without a container around it, on stores, transactions and workers that the caller brings. For
 * tests. Looks for nothing by itself: a saga is moved when it is started, signalled, or offered.
 */
public final class EmbeddedSagas implements AutoCloseable {

    private final RegisteredSagas registered = new RegisteredSagas();
    private final SagaEngine engine = new SagaEngine();
    private final SagaStarts starts = new SagaStarts();

    /** Where everything is kept; nodes may share it. */
    public record Stores(
            SagaStateStore states,
            SagaWorkStore work,
            SagaLogStore log,
            SagaSignalStore signals,
            LeaseStore leases,
            EventLog events,
            Schema schema) {}

    /**
     * Registers the definitions; runs none.
     *
     * @param flushes called after each step's action
     * @param membership must be alive; the caller keeps it so
     */
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    public EmbeddedSagas(
            Stores stores,
            Container container,
            List<BeforeCheckpoint> flushes,
            Membership membership,
            Collection<SagaDefinition> definitions) {
        engine.registered = registered;
        engine.starts = starts;
        engine.leases = stores.leases();
        engine.log = stores.events();
        starts.engine = engine;
        starts.registered = registered;
        definitions.forEach(registered::register);
        engine.begin(
                new SagaParts(
                        new SagaStores(stores.states(), stores.work(), stores.log(), stores.signals()),
                        new OwnTransactions(container.transaction(), stores.schema()),
                        flushes,
                        membership),
                container,
                Sharing.DEFAULT);
    }

    /** As {@link org.headrace.saga.SagaOrchestrator#start}. */
    public SagaStarted start(SagaStart start) {
        return starts.start(start);
    }

    /** As {@link org.headrace.saga.SagaOrchestrator#signal}. */
    public boolean signal(SagaSignal signal) {
        return starts.signal(signal);
    }

    /** Has a saga run by the workers, if it is ready and no living node has it. */
    public void offer(String sagaId) {
        engine.running().dispatch().offer(sagaId);
    }

    /** What kept this node from moving a saga, when that was no step's failure. */
    public Optional<String> trouble(String sagaId) {
        return engine.running().troubles().of(sagaId).map(Troubles.Trouble::error);
    }

    /** Runs nothing from here on. The workers must have ended. */
    @Override
    public void close() {
        engine.stop();
        engine.end();
    }
}
