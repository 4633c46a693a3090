package org.headrace.testkit;

import java.util.List;
import java.util.stream.Collectors;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Try;
import org.headrace.saga.spi.SagaLogStore;

/** The log as one node writes it: what it stores there is told to a fault, within the transaction. */
record ToldLog(SagaLogStore store, Fault fault, NodeLife node) implements SagaLogStore {

    @Override
    public void add(List<SagaHappening> happenings) {
        node.requireAlive();
        store.add(happenings);
        if (happenings.stream().anyMatch(happening -> happening.runner() != null)) {
            fault.storing(happenings.stream().map(ToldLog::label).collect(Collectors.joining(", ")), node);
        }
    }

    @Override
    public List<SagaHappening> of(String sagaId, long after, int limit) {
        node.requireAlive();
        return store.of(sagaId, after, limit);
    }

    @Override
    public List<SagaHappening> take(int limit) {
        node.requireAlive();
        return store.take(limit);
    }

    /** Such as {@code StepFailed ShipOrder execute, try 2}. */
    static String label(SagaHappening happening) {
        Try step = happening.step();
        String what = happening.type().label();
        if (step == null) {
            return what;
        }
        String name = what + ' ' + step.step() + ' ' + step.direction().label();
        return step.attempt() == 0 ? name : name + " try " + (step.attempt() + 1);
    }
}
