package org.headrace.web.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDecisions;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaStatus;

/** Keeps what is decided; knows one saga. */
final class RecordingDecisions implements SagaDecisions {

    final List<String> taken = new ArrayList<>();
    final List<SagaQuery> queries = new ArrayList<>();
    final SagaStatus known;

    RecordingDecisions(SagaStatus known) {
        this.known = known;
    }

    @Override
    public CancelPreview previewCancel(String sagaId) {
        require(sagaId);
        return new CancelPreview(sagaId, List.of("B", "A"), List.of("A"), null, "has ended");
    }

    @Override
    public SagaStatus markUndone(String sagaId, String step, Operator by) {
        return take(sagaId, "undone " + step, by);
    }

    @Override
    public SagaStatus editAndRetry(String sagaId, SagaData changes, Operator by) {
        return take(sagaId, "edit " + changes, by);
    }

    @Override
    public SagaStatus settle(String sagaId, boolean happened, SagaData changes, Operator by) {
        return take(sagaId, "settle " + happened + " " + changes, by);
    }

    @Override
    public Bulk bulk(BulkAction action, SagaQuery query, boolean dryRun, Operator by) {
        queries.add(query);
        taken.add(action + " by " + by.principal() + ": " + by.reason());
        return new Bulk(dryRun, List.of("one", "two"), Map.of("y", "why \"y\"", "x", "why x"), "c2");
    }

    private SagaStatus take(String sagaId, String what, Operator by) {
        require(sagaId);
        taken.add(what + " by " + by.principal() + ": " + by.reason());
        return known;
    }

    private void require(String sagaId) {
        if (!sagaId.equals(known.saga().id())) {
            throw SagaNotFoundException.id(sagaId);
        }
    }
}
