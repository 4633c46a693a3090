package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** Three steps that write a row each; the third fails when the data says so, and the other two are undone. */
@ApplicationScoped
public class BenchmarkSaga implements SagaDefinition {

    static final String NAME = "benchmark";

    private static final String FAILS = "fails";

    @Inject
    Effects effects;

    @Inject
    Endings endings;

    static SagaData data(boolean fails) {
        return SagaData.of("amount", 100)
                .with("customer", "c-1")
                .with("note", "x".repeat(140))
                .with(FAILS, fails);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("A", effects::add)
                .compensatedBy(this::undoFirst)
                .then("B", effects::add)
                .compensatedBy(effects::add)
                .then("C", this::last);
    }

    private void undoFirst(SagaContext context) {
        effects.add(context);
        endings.endsWithThisTransaction(context.saga().id());
    }

    private void last(SagaContext context) {
        if (context.get(FAILS, Boolean.class)) {
            throw new PermanentFailureException("as the data says");
        }
        effects.add(context);
        endings.endsWithThisTransaction(context.saga().id());
    }
}
