package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHistory;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaStateStore;

/** Reads what happened to sagas from where it is kept. */
@ApplicationScoped
public class SagaHistoryReader implements SagaHistory {

    @Inject
    SagaStateStore states;

    @Inject
    SagaLogStore log;

    @Override
    public Page of(String sagaId, long after, int limit) {
        int wanted = Math.max(1, Math.min(MAX_LIMIT, limit));
        List<SagaHappening> found = log.of(sagaId, after, wanted + 1);
        if (found.isEmpty() && states.load(sagaId).isEmpty()) {
            throw SagaNotFoundException.id(sagaId);
        }
        if (found.size() <= wanted) {
            return new Page(found, null);
        }
        return new Page(found.subList(0, wanted), found.get(wanted - 1).sequence());
    }
}
