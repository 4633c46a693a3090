package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.operator.Operator;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;

/** What users and operators do with sagas. */
@ApplicationScoped
public class SagaOperations implements SagaOrchestrator {

    @Inject
    SagaEngine engine;

    @Inject
    SagaStarts starts;

    @Inject
    RegisteredSagas registered;

    @Inject
    OperatorActionStore actions;

    @Override
    public SagaStarted start(SagaStart start) {
        return starts.start(start);
    }

    @Override
    public boolean signal(SagaSignal signal) {
        return starts.signal(signal);
    }

    @Override
    public SagaStatus status(String sagaId) {
        return report(
                engine.running().parts().states().load(sagaId).orElseThrow(() -> SagaNotFoundException.id(sagaId)));
    }

    @Override
    public SagaPage find(SagaQuery query) {
        SagaStateStore.Page page = engine.running().parts().states().find(query);
        return new SagaPage(page.sagas().stream().map(this::report).toList(), page.next());
    }

    @Override
    public SagaStatus pause(String sagaId, Operator by) {
        return operate("pause", sagaId, by, (saga, now, isIdle) -> OperatorMoves.pause(saga, by, now));
    }

    @Override
    public SagaStatus resume(String sagaId, Operator by) {
        return operate(
                "resume", sagaId, by, (saga, now, isIdle) -> OperatorMoves.resume(saga, registered.of(saga), by, now));
    }

    @Override
    public SagaStatus cancel(String sagaId, Operator by) {
        return operate(
                "cancel",
                sagaId,
                by,
                (saga, now, isIdle) -> OperatorMoves.cancel(saga, registered.of(saga), by, now, isIdle));
    }

    @Override
    public SagaStatus retry(String sagaId, Operator by) {
        return operate("retry", sagaId, by, (saga, now, isIdle) -> OperatorMoves.retry(saga, by, now));
    }

    private SagaStatus operate(String action, String sagaId, Operator by, OperatorTurns.Look<Change> move) {
        return report(new OperatorTurns(engine.running(), actions).act(action, sagaId, by, move));
    }

    private SagaStatus report(SagaRecord saga) {
        return SagaReport.of(saga, registered, engine.running().troubles());
    }
}
