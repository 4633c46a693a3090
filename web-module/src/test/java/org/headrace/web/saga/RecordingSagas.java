package org.headrace.web.saga;

import java.util.ArrayList;
import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaStatus;
import org.jspecify.annotations.Nullable;

/** Keeps what is asked of it; knows one saga. */
final class RecordingSagas implements SagaOrchestrator {

    final List<SagaStart> starts = new ArrayList<>();
    final List<SagaQuery> queries = new ArrayList<>();
    final List<SagaSignal> signals = new ArrayList<>();
    final List<String> actions = new ArrayList<>();
    final SagaStatus known;

    boolean startsAnew = true;

    @Nullable
    String next;

    @Nullable
    RuntimeException refusal;

    RecordingSagas(SagaStatus known) {
        this.known = known;
    }

    @Override
    public SagaStarted start(SagaStart start) {
        refuse();
        starts.add(start);
        return new SagaStarted(known.saga().id(), known.saga().correlationId(), startsAnew);
    }

    @Override
    public SagaStatus status(String sagaId) {
        if (!sagaId.equals(known.saga().id())) {
            throw SagaNotFoundException.id(sagaId);
        }
        return known;
    }

    @Override
    public SagaPage find(SagaQuery query) {
        queries.add(query);
        return new SagaPage(List.of(known), next);
    }

    @Override
    public SagaStatus pause(String sagaId, Operator by) {
        return act("pause", sagaId, by);
    }

    @Override
    public SagaStatus resume(String sagaId, Operator by) {
        return act("resume", sagaId, by);
    }

    @Override
    public SagaStatus cancel(String sagaId, Operator by) {
        return act("cancel", sagaId, by);
    }

    @Override
    public SagaStatus retry(String sagaId, Operator by) {
        return act("retry", sagaId, by);
    }

    @Override
    public boolean signal(SagaSignal signal) {
        status(signal.sagaId());
        refuse();
        signals.add(signal);
        return startsAnew;
    }

    private SagaStatus act(String action, String sagaId, Operator by) {
        SagaStatus status = status(sagaId);
        refuse();
        actions.add(action + " by " + by.principal() + ": " + by.reason());
        return status;
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
