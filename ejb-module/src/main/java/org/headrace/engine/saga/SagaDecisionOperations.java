package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDecisions;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;

/** What operators decide about sagas that cannot go on by themselves, and about many at a time. */
@ApplicationScoped
public class SagaDecisionOperations implements SagaDecisions {

    @Inject
    SagaEngine engine;

    @Inject
    RegisteredSagas registered;

    @Inject
    OperatorActionStore actions;

    @Override
    public CancelPreview previewCancel(String sagaId) {
        return turns().look(sagaId, (saga, now, isIdle) -> CancelPreviews.of(saga, registered.of(saga), now, isIdle));
    }

    @Override
    public SagaStatus markUndone(String sagaId, String step, Operator by) {
        return report(turns().act(
                        "mark-undone",
                        sagaId,
                        by,
                        (saga, now, isIdle) -> OperatorDecisions.markUndone(saga, registered.of(saga), step, by, now)));
    }

    @Override
    public SagaStatus editAndRetry(String sagaId, SagaData changes, Operator by) {
        return report(turns().act(
                        "edit",
                        sagaId,
                        by,
                        (saga, now, isIdle) -> OperatorDecisions.editAndRetry(saga, changes, by, now, isIdle)));
    }

    @Override
    public SagaStatus settle(String sagaId, boolean happened, SagaData changes, Operator by) {
        return report(turns().act(
                        "settle",
                        sagaId,
                        by,
                        (saga, now, isIdle) ->
                                OperatorDecisions.settle(saga, registered.of(saga), happened, changes, by, now)));
    }

    @Override
    public Bulk bulk(BulkAction action, SagaQuery query, boolean dryRun, Operator by) {
        SagaStateStore.Page page = engine.running().parts().states().find(query);
        List<String> done = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        Instant now = engine.running().parts().work().now();
        for (SagaRecord found : page.sagas()) {
            try {
                if (dryRun) {
                    move(action, found, by, now, false);
                } else {
                    turns().act(
                                    action == BulkAction.RETRY ? "retry" : "cancel",
                                    found.id(),
                                    by,
                                    (saga, at, isIdle) -> move(action, saga, by, at, isIdle));
                }
                done.add(found.id());
            } catch (SagaStateException | SagaNotFoundException e) {
                refused.put(found.id(), String.valueOf(e.getMessage()));
            }
        }
        return new Bulk(dryRun, done, refused, page.next());
    }

    private Change move(BulkAction action, SagaRecord saga, Operator by, Instant now, boolean isIdle) {
        return action == BulkAction.RETRY
                ? OperatorMoves.retry(saga, by, now)
                : OperatorMoves.cancel(saga, registered.of(saga), by, now, isIdle);
    }

    private OperatorTurns turns() {
        return new OperatorTurns(engine.running(), actions);
    }

    private SagaStatus report(SagaRecord saga) {
        return SagaReport.of(saga, registered, engine.running().troubles());
    }
}
