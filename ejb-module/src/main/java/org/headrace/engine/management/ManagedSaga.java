package org.headrace.engine.management;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.headrace.engine.saga.SagaReadings.OfStore;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaRegistry.Registered;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaCountStore.SagaCount;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;

/** A definition, whose sagas are operated by their ids. */
final class ManagedSaga implements SagaMXBean {

    private final Registered definition;
    private final SagaOrchestrator sagas;
    private final BriefCache<OfStore> store;
    private final ManagedCalls calls;

    ManagedSaga(Registered definition, SagaOrchestrator sagas, BriefCache<OfStore> store, ManagedCalls calls) {
        this.definition = definition;
        this.sagas = sagas;
        this.store = store;
        this.calls = calls;
    }

    @Override
    public String getName() {
        return definition.name();
    }

    @Override
    public int getVersion() {
        return definition.version();
    }

    @Override
    public List<String> getSteps() {
        return definition.steps();
    }

    @Override
    public Map<String, Long> getOpen() {
        Map<String, Long> open = new TreeMap<>();
        own().forEach(count -> open.merge(count.state().label(), count.count(), Long::sum));
        return open;
    }

    @Override
    public long getPaused() {
        return own().filter(SagaCount::paused).mapToLong(SagaCount::count).sum();
    }

    private Stream<SagaCount> own() {
        return store.get().open().stream()
                .filter(count -> count.sagaName().equals(definition.name()) && count.version() == definition.version());
    }

    @Override
    public long getStranded() {
        return store.get().stranded().stream()
                .filter(unclaimed -> unclaimed.kind().sagaName().equals(definition.name())
                        && unclaimed.kind().version() == definition.version())
                .mapToLong(Unclaimed::count)
                .sum();
    }

    @Override
    public String explain(String sagaId) {
        return calls.read(() -> told(requireOwn(sagaId)));
    }

    @Override
    public String pause(String sagaId, String reason) {
        return act("pause", sagaId, reason, sagas::pause);
    }

    @Override
    public String resume(String sagaId, String reason) {
        return act("resume", sagaId, reason, sagas::resume);
    }

    @Override
    public String cancel(String sagaId, String reason) {
        return act("cancel", sagaId, reason, sagas::cancel);
    }

    @Override
    public String retry(String sagaId, String reason) {
        return act("retry", sagaId, reason, sagas::retry);
    }

    private String act(String action, String sagaId, String reason, BiFunction<String, Operator, SagaStatus> how) {
        try {
            return calls.act(action, OperatorAction.saga(sagaId), reason, by -> {
                requireOwn(sagaId);
                return told(how.apply(sagaId, by));
            });
        } finally {
            store.forget();
        }
    }

    private SagaStatus requireOwn(String sagaId) {
        SagaStatus status = sagas.status(sagaId);
        if (!status.saga().name().equals(definition.name()) || status.version() != definition.version()) {
            throw new IllegalArgumentException("Saga " + sagaId + " is of "
                    + status.saga().name() + " version " + status.version() + ": operate it there");
        }
        return status;
    }

    private static String told(SagaStatus status) {
        return status.progress().state().label() + ": " + status.explanation();
    }
}
